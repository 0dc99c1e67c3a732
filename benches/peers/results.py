"""What was measured, kept in a file line by line as it comes: what is there of a run that was ended can be rendered."""

import json

from data import FOLDER

FILE = FOLDER / "results.jsonl"


class Results:
    """Answers by part of the document, table and peer; a later one for the same place replaces an earlier."""

    def __init__(self, plan):
        self.plan = plan
        self.answers = {}

    @classmethod
    def begin(cls, plan):
        FOLDER.mkdir(exist_ok=True)
        FILE.write_text(json.dumps(plan) + "\n", encoding="utf-8")
        return cls(plan)

    @classmethod
    def go_on(cls, plan):
        """With what a run of the same plan has measured, if the last one was of it."""
        known = FILE.is_file() and FILE.read_text(encoding="utf-8").splitlines()[0]
        return cls.read() if known == json.dumps(plan) else cls.begin(plan)

    @classmethod
    def read(cls):
        plan, *lines = FILE.read_text(encoding="utf-8").splitlines()
        found = cls(json.loads(plan))
        for line in lines:
            part, table, peer, answer = json.loads(line)
            found.answers[part, table, peer] = answer
        return found

    def add(self, part, table, peer, answer):
        self.answers[part, table, peer] = answer
        with FILE.open("a", encoding="utf-8") as file:
            file.write(json.dumps([part, table, peer, answer]) + "\n")

    def get(self, part, table, peer):
        """Empty where the run did not come so far."""
        return self.answers.get((part, table, peer), {})

    def tables(self, part):
        return list(dict.fromkeys(table for known, table, _ in self.answers if known == part))

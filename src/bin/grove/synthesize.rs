//! `grove synthesize`: writes a synthetic data set.

use grove_recipe::synthetic::{DATA_SETS, SyntheticSpec};

use crate::arguments::SynthesizeArguments;
use crate::failure::CommandFailure;
use crate::files;

pub fn synthesize(arguments: &SynthesizeArguments) -> Result<(), CommandFailure> {
    files::replaceable(&arguments.out)?;
    let set = DATA_SETS.iter().find(|set| set.id == arguments.name);
    let set = set.expect("the command line allows no other name");
    let default = SyntheticSpec::new(set.name);
    let spec = SyntheticSpec {
        name: set.name,
        seed: arguments.seed,
        rows: arguments.rows,
        noise: arguments.noise,
        missing: arguments.missing,
        balance: arguments.balance.unwrap_or(default.balance),
        drift: arguments.drift,
    };
    let bytes = grove_synthetic::make(&spec)?;
    files::write(&arguments.out, &bytes)?;
    println!(
        "{} rows written to {}; the target is {}",
        spec.rows,
        arguments.out.display(),
        set.target
    );
    Ok(())
}

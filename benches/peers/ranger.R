# ranger's forest: takes jobs as lines of JSON, answers each with a line, as main.rs does for the others.
library(jsonlite)
library(ranger)

folder <- file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "data")

peak_bytes <- function() {
  line <- grep("^VmHWM:", readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) * 1024
}

answer <- function(job) {
  path <- file.path(folder, job$file)
  columns <- matrix(readBin(path, "double", file.size(path) / 8), ncol = job$features + 1)
  rows <- columns[, seq_len(job$features)]
  colnames(rows) <- paste0("x", seq_len(job$features))
  is_class <- job$task == "classification"
  target <- columns[, job$features + 1]
  if (is_class) target <- factor(target)
  learned <- seq_len(job$train)
  depth <- if (is.null(job$max_depth)) 0 else job$max_depth

  start <- proc.time()
  # As of scikit-learn: the mean of the trees' shares, and nothing out of the bag. 0 is no limit of depth.
  model <- ranger(
    x = rows[learned, ], y = target[learned], num.trees = job$trees, mtry = job$max_features, max.depth = depth,
    min.node.size = job$min_samples_leaf, probability = is_class, oob.error = FALSE, num.threads = 1, seed = job$seed + 1, verbose = FALSE
  )
  took <- proc.time() - start
  peak <- peak_bytes()

  start <- proc.time()
  predicted <- predict(model, rows[-learned, ], num.threads = 1)$predictions
  predict <- (proc.time() - start)[["elapsed"]]
  truth <- target[-learned]
  score <- if (is_class) {
    mean(colnames(predicted)[max.col(predicted, "first")] == truth)
  } else {
    1 - sum((truth - predicted)^2) / sum((truth - mean(truth))^2)
  }
  told <- list(
    wall = took[["elapsed"]], cpu = took[["user.self"]] + took[["sys.self"]], predict = predict, score = score,
    peak_bytes = peak
  )
  if (job$size) told$model_bytes <- length(serialize(model, NULL))
  told
}

input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  cat(toJSON(answer(fromJSON(line)), auto_unbox = TRUE, digits = NA), "\n", sep = "")
}

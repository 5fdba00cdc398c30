# Times a peer as SpeedBench times ours and prints the same lines.
arguments <- function() {
  given <- commandArgs(trailingOnly = TRUE)
  list(case = given[1], size = as.numeric(given[2]), repetitions = as.integer(given[3]), folder = given[4])
}

numbers <- function(values) paste0("[", paste(sprintf("%.17g", values), collapse = ", "), "]")

tell <- function(implementation, version, seconds, answer, more = "") {
  cat(sprintf(
    '{"implementation": "%s", "version": "%s", "seconds": %s, "answer": %s%s}\n', implementation, version,
    numbers(seconds), numbers(answer), more))
}

missing_peer <- function(implementation, why) {
  cat(sprintf('{"implementation": "%s", "missing": "%s"}\n', implementation, why))
}

# Ends the script where a package is not there.
need <- function(package, implementation) {
  if (requireNamespace(package, quietly = TRUE)) return(invisible())
  missing_peer(implementation, sprintf("the package %s is not installed (bench/peers.sh --debian)", package))
  quit(status = 0)
}

measure <- function(implementation, version, repetitions, work) {
  once <- function(calls) {
    gc(FALSE)
    sum(system.time(for (i in seq_len(calls)) answer <<- work())[c("user.self", "sys.self")]) / calls
  }
  answer <- NULL
  # Processor time comes in milliseconds at the best.
  calls <- max(1, ceiling(0.05 / max(once(1), 1e-6)))
  if (calls > 1) calls <- max(1, ceiling(0.05 / max(once(min(calls, 100)), 1e-6)))
  seconds <- vapply(seq_len(repetitions), function(i) once(calls), 0)
  tell(implementation, version, seconds, answer)
}

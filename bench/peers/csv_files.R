# data.table on the file of SpeedBench, one thread: csv_files.R CASE MEGABYTES REPETITIONS FOLDER
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "stopwatch.R"))
given <- arguments()
need("data.table", "data.table")
suppressPackageStartupMessages(library(data.table))
setDTthreads(1)
path <- file.path(given$folder, "observations.csv")
version <- as.character(packageVersion("data.table"))
if (given$case == "csv-read") {
  measure("data.table", version, min(given$repetitions, 3), function() {
    table <- fread(path)
    c(nrow(table), uniqueN(table$unique_id), sum(table$y))
  })
} else {
  table <- fread(path, colClasses = list(character = "ds"))
  measure("data.table", version, min(given$repetitions, 3), function() {
    fwrite(table, file.path(given$folder, "written-data.table.csv"))
    numeric()
  })
}

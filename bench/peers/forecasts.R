# R forecast on FOLDER/train.csv: forecasts.R MODEL SEASON HORIZON FOLDER, forecasts beside the data.
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "stopwatch.R"))
given <- commandArgs(trailingOnly = TRUE)
model <- given[1]
season <- as.integer(given[2])
horizon <- as.integer(given[3])
functions <- c(ets = "ets", arima = "auto.arima", theta = "thetaf")
if (!model %in% names(functions)) quit(status = 0)
name <- paste("R", functions[[model]])
need("forecast", name)
suppressPackageStartupMessages(library(forecast))
train <- read.csv(file.path(given[4], "train.csv"))
# split() sorts; the order of the file is kept.
series <- split(train$y, factor(train$unique_id, unique(train$unique_id)))
one <- function(y) {
  y <- ts(y, frequency = season)
  switch(model,
    ets = forecast(ets(y), h = horizon, level = c(80, 95)),
    arima = forecast(auto.arima(y), h = horizon, level = c(80, 95)),
    theta = thetaf(y, h = horizon, level = c(80, 95)))
}
found <- NULL
seconds <- sum(system.time(found <- lapply(series, one))[c("user.self", "sys.self")])
rows <- do.call(rbind, lapply(names(series), function(id) {
  f <- found[[id]]
  data.frame(unique_id = id, ds = length(series[[id]]) + seq_len(horizon), R = as.numeric(f$mean),
             lo80 = as.numeric(f$lower[, 1]), hi80 = as.numeric(f$upper[, 1]),
             lo95 = as.numeric(f$lower[, 2]), hi95 = as.numeric(f$upper[, 2]))
}))
names(rows) <- c("unique_id", "ds", "R", "R-lo-80", "R-hi-80", "R-lo-95", "R-hi-95")
write.csv(rows, file.path(given[4], "R.csv"), row.names = FALSE, quote = FALSE)
tell(name, as.character(packageVersion("forecast")), seconds, numeric(), ', "file": "R.csv"')

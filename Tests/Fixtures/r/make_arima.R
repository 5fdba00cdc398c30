# The reference ARIMA models and the likelihoods of their differences.
# usage: Rscript make_arima.R CLASSICS, a folder with series.csv, meta.csv and
# time_series_reference.json (models by R 4.2.2 and forecast 8.20). Writes arima_series.csv and
# arima_models.csv here.
#
# `loglik` is that of the reference: differences start from a prior with variance 10^6 sigma^2.
# `exact` is the likelihood of the same coefficients for the differenced series, which has no
# such prior.
suppressMessages({library(jsonlite); library(forecast)})
folder <- commandArgs(TRUE)[1]
series <- read.csv(file.path(folder, "series.csv"))
meta <- read.csv(file.path(folder, "meta.csv"))
reference <- fromJSON(file.path(folder, "time_series_reference.json"), simplifyVector = TRUE)
maker <- sprintf("# made by make_arima.R with %s; models of %s", R.version.string, reference$software)

exact <- function(y, m, o, s, coef) {
  y <- ts(y, frequency = m)
  if (s[2] > 0) y <- diff(y, lag = m)
  if (o[2] > 0) y <- diff(y, differences = o[2])
  y <- ts(as.numeric(y), frequency = m)
  constant <- intersect(c("intercept", "drift"), names(coef))
  size <- if (s[2] > 0) m else 1
  x <- if (length(constant)) matrix(size, length(y), 1, dimnames = list(NULL, constant)) else NULL
  fit <- suppressWarnings(arima(y, order = c(o[1], 0, o[3]),
    seasonal = list(order = c(s[1], 0, s[3]), period = m), xreg = x, include.mean = FALSE,
    fixed = unlist(coef), transform.pars = FALSE, method = "ML"))
  fit$loglik
}

number <- function(x) formatC(x, digits = 12, format = "g")
rows <- c()
used <- c()
add <- function(kind, id, scale, o, s, model) {
  if (is.null(s) || anyNA(s)) s <- c(0, 0, 0)
  y <- series$y[series$unique_id == id]
  m <- meta$season_length[meta$unique_id == id]
  if (scale == "log") y <- log(y)
  form <- paste0(paste(o, collapse = "_"), if (any(s > 0)) paste0("/", paste(s, collapse = "_")))
  if ("drift" %in% names(model$coef)) form <- paste0(form, "_c")
  if (kind == "auto" && sum(o[2], s[2]) == 0 && !("intercept" %in% names(model$coef))) return()
  coef <- paste(names(model$coef), sapply(model$coef, number), sep = "=", collapse = ";")
  rows <<- c(rows, paste(kind, id, scale, max(1, m), form, number(model$loglik),
    number(exact(y, max(1, m), o, s, model$coef)), number(model$aicc), number(model$sigma2), coef,
    paste(number(model$forecast$mean), collapse = ";"), sep = ","))
  used <<- union(used, id)
}
for (name in names(reference$arima_fixed)) {
  model <- reference$arima_fixed[[name]]
  if (model$method != "ML" || grepl("xreg", name)) next
  words <- strsplit(name, "_")[[1]]
  id <- setdiff(words, "log")[1]
  if (id == "sunspot") id <- "sunspot.year"
  add("fixed", id, if ("log" %in% words) "log" else "level", model$order, model$seasonal, model)
}
for (id in names(reference$auto_arima)) {
  model <- reference$auto_arima[[id]]
  if (sum(series$unique_id == id) > 300) next
  add("auto", id, "level", model$order[1:3], model$order[4:6], model)
}
writeLines(c(maker, "kind,series,scale,season,form,loglik,exact,aicc,sigma2,coefficients,means", rows),
  "arima_models.csv")
kept <- series[series$unique_id %in% used, ]
kept$ds <- ave(seq_len(nrow(kept)), kept$unique_id, FUN = seq_along)
writeLines(c("unique_id,ds,y", sprintf("%s,%d,%.15g", kept$unique_id, kept$ds, kept$y)),
  "arima_series.csv")

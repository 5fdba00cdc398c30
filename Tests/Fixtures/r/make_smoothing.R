# Exponential smoothing and theta: R's own functions at given parameters, and true optima.
# usage: Rscript make_smoothing.R > smoothing.csv, in this folder (reads ets_series.csv and
# ../m3/{yearly,monthly}_sample.csv). Rows are vectors: kind, series, m, form, what, values separated by
# spaces.
#
# given    smoothing parameters as they stand, initial states of R's heuristic, rounded: the
#          log-likelihood by R's C code, the point path, deviations by `forecast`. For a season
#          without trend those of `forecast` are wrong: its class1 writes gamma into the third state,
#          which is the season's second; there they come from the path after an error of one.
# maximum  the likelihood of R's `ets` (its C code, its region), maximised from many starts by nlminb
#          until nothing is gained: `ets` itself stops its simplex search early. `own` is where `ets`
#          stopped.
# pulled   what `holt` and `damped` of the program minimise: n log(SSE) of the values over their mean
#          size, plus 4(alpha - 0.7)^2 + 20(r - 0.1)^2 [+ 100(phi - 0.9)^2],
#          r = (beta - lo)/(alpha - lo), lo = 1e-4; minimised in the same way.
# theta    R's `thetaf`, and the same formula with alpha at the maximum of simple smoothing.
suppressMessages(library(forecast))
cat("# made by make_smoothing.R with", R.version.string, "and forecast",
    as.character(packageVersion("forecast")), "\n")
cat("kind,series,m,form,what,values\n")
row <- function(kind, id, m, form, what, x) cat(sprintf("%s,%s,%d,%s,%s,%s\n", kind, id, m, form, what,
  paste(formatC(as.numeric(x), digits = 15, format = "g", width = 1), collapse = " ")))

classics <- read.csv("ets_series.csv")
seasons <- c(AirPassengers = 12, USAccDeaths = 12, nottem = 12, JohnsonJohnson = 4, UKgas = 4,
             austres = 4, Nile = 1, LakeHuron = 1, WWWusage = 1)
series <- lapply(names(seasons), function(id)
  ts(classics$y[classics$unique_id == id], frequency = seasons[[id]]))
names(series) <- names(seasons)
low <- 1e-4; high <- 0.9999

parts <- function(form) list(e = substr(form, 1, 1), t = substr(form, 2, 2),
  d = nchar(form) == 4, s = substring(form, nchar(form)))

# -log-likelihood times two, as R's C code gives it; NA or infinite where the form cannot go.
evaluate <- function(y, form, p) {
  f <- parts(form); m <- frequency(y)
  state <- p$l
  if (f$t != "N") state <- c(state, p$b)
  if (f$s != "N") state <- c(state, p$s)
  forecast:::pegelsresid.C(y, m, state, f$e, f$t, f$s, f$d, p$alpha, p$beta, p$gamma, p$phi, 3)
}

# The point path from a state: the mean, but for multiplicative seasons. (R's own C code for it adds
# phi twice from the second step on.)
point <- function(state, form, m, p, h) {
  f <- parts(form)
  line <- state[1] + (if (f$t != "N") state[2] * cumsum((if (f$d) p$phi else 1)^(1:h)) else rep(0, h))
  if (f$s == "N") return(line)
  season <- tail(as.numeric(state), m)[m - (seq_len(h) - 1) %% m]
  if (f$s == "A") line + season else line * season
}

# Point path and deviations by `forecast` of an object with these parameters.
ahead <- function(y, form, p, h) {
  f <- parts(form); m <- frequency(y)
  out <- evaluate(y, form, p)
  free <- c(alpha = p$alpha, if (f$t != "N") c(beta = p$beta), if (f$s != "N") c(gamma = p$gamma),
            if (f$d) c(phi = p$phi))
  count <- length(free) + 1 + (f$t != "N") + (if (f$s != "N") m - 1 else 0)
  model <- structure(list(
    components = c(f$e, f$t, f$s, as.character(f$d)), m = m, par = free, x = y,
    states = out$states, sigma2 = sum(out$e^2) / (length(y) - count), residuals = out$e), class = "ets")
  if (f$s != "N") {
    colnames(model$states) <- c("l", if (f$t != "N") "b", paste0("s", seq_len(m)))
  } else colnames(model$states) <- c("l", if (f$t != "N") "b")
  model$states <- ts(model$states)
  fc <- forecast(model, h = h, level = 95)
  path <- point(tail(out$states, 1), form, m, p, h)
  sd <- (fc$upper - fc$mean) / qnorm(0.975)
  if (f$e == "A" && f$t == "N" && f$s == "A") {
    after <- function(e) point(
      tail(evaluate(ts(c(y, path[1] + e), frequency = m), form, p)$states, 1), form, m, p, h - 1)
    sd <- sqrt(model$sigma2 * cumsum(c(1, (after(1) - after(0))^2)))
  }
  list(mean = path, sd = sd, loglik = -0.5 * out$lik)
}

describe <- function(kind, id, y, form, p, what = "") {
  f <- parts(form); m <- frequency(y)
  row(kind, id, m, form, "smoothing", c(p$alpha, if (f$t != "N") p$beta, if (f$s != "N") p$gamma,
                                        if (f$d) p$phi))
  # s: of the latest period before the first, then the one before it …
  row(kind, id, m, form, "states", c(p$l, if (f$t != "N") p$b, if (f$s != "N") p$s))
  a <- ahead(y, form, p, 12)
  row(kind, id, m, form, "loglik", a$loglik)
  row(kind, id, m, form, "mean", a$mean)
  row(kind, id, m, form, "sd", a$sd)
}

start <- function(y, form) {
  f <- parts(form); m <- frequency(y)
  z <- y
  if (f$s == "N") z <- ts(as.numeric(y))
  i <- forecast:::initstate(z, f$t, f$s)
  p <- list(l = i[["l"]], b = if (f$t != "N") i[["b"]], s = NULL)
  if (f$s != "N") {
    p$s <- as.numeric(i[grepl("^s", names(i))])
    # All but the oldest, which is what is left of the sum.
    p$s <- c(p$s, (if (f$s == "M") m else 0) - sum(p$s))
  }
  p
}

# Given parameters.
cases <- list(c("Nile", "ANN"), c("Nile", "MNN"), c("WWWusage", "AAN"), c("austres", "AAN"),
  c("LakeHuron", "AAN"), c("WWWusage", "AAdN"), c("austres", "AAdN"), c("UKgas", "MAdN"),
  c("austres", "MAN"), c("USAccDeaths", "ANA"), c("nottem", "AAdA"), c("austres", "MAdA"),
  c("austres", "MAA"), c("UKgas", "MAM"), c("AirPassengers", "MAdM"), c("nottem", "MNM"))
for (case in cases) for (set in 1:2) {
  y <- series[[case[1]]]; form <- case[2]; f <- parts(form)
  if (f$s == "N") y <- ts(as.numeric(y))
  p <- start(y, form)
  p$l <- signif(p$l, 6); if (f$t != "N") p$b <- signif(p$b, 6)
  if (f$s != "N") {
    p$s <- signif(p$s, 6)
    # What is left of the sum goes to the oldest, as in R.
    p$s[length(p$s)] <- (if (f$s == "M") frequency(y) else 0) - sum(p$s[-length(p$s)])
  }
  p$phi <- c(0.9, 0.97)[set]
  p$alpha <- c(0.35, 0.6)[set]; p$beta <- c(0.12, 0.05)[set]; p$gamma <- c(0.2, 0.1)[set]
  if (f$s != "N" && !forecast:::admissible(p$alpha, if (f$t != "N") p$beta, p$gamma,
                                           if (f$d) p$phi, frequency(y))) stop(paste(case, "inadmissible"))
  describe("given", case[1], y, form, p, set)
}

# Search variables: alpha, r, q, phi in a box, states in units of the values' spread.
unpack <- function(y, form, x) {
  f <- parts(form); m <- frequency(y)
  p <- list(alpha = x[1], beta = 0, gamma = 0, phi = 1); i <- 1
  if (f$t != "N") { i <- i + 1; p$beta <- low + x[i] * (p$alpha - low) }
  if (f$s != "N") { i <- i + 1; p$gamma <- low + x[i] * (1 - p$alpha - low) }
  if (f$d) { i <- i + 1; p$phi <- x[i] }
  unit <- sd(y)
  i <- i + 1; p$l <- x[i] * unit
  if (f$t != "N") { i <- i + 1; p$b <- x[i] * unit }
  if (f$s != "N") {
    s <- x[i + seq_len(m - 1)] * (if (f$s == "A") unit else 1)
    p$s <- c(s, (if (f$s == "M") m else 0) - sum(s))
  }
  p
}
search <- function(y, form, penalty = function(x) 0) {
  f <- parts(form); m <- frequency(y); unit <- sd(y)
  smoothing <- 1 + (f$t != "N") + (f$s != "N") + f$d
  objective <- function(x) {
    p <- unpack(y, form, x)
    if (f$s != "N" && !forecast:::admissible(p$alpha, if (f$t != "N") p$beta, p$gamma, p$phi, m)) return(1e10)
    if (f$s == "M" && any(p$s < 0)) return(1e10)
    value <- evaluate(y, form, p)$lik + penalty(x)
    if (is.finite(value)) value else 1e10
  }
  states <- start(y, form)
  tail <- c(states$l / unit, if (f$t != "N") states$b / unit,
            if (f$s != "N") states$s[-m] / (if (f$s == "A") unit else 1))
  count <- smoothing + length(tail)
  lower <- c(low, rep(0, smoothing - 1), rep(-Inf, length(tail)))
  upper <- c(high, rep(1, smoothing - 1), rep(Inf, length(tail)))
  if (f$d) { lower[smoothing] <- 0.8; upper[smoothing] <- 0.98 }
  minimise <- function(x, steps) nlminb(x, objective, lower = lower, upper = upper,
    control = list(iter.max = steps, eval.max = 2000 * count, rel.tol = 1e-15, x.tol = 1e-15))
  found <- list()
  for (alpha in c(0.001, 0.1, 0.3, 0.6, 0.95))
    for (r in if (f$t == "N") 0 else c(0.02, 0.3, 0.8))
      for (q in if (f$s == "N") 0 else c(0.02, 0.5)) {
        x <- c(alpha, if (f$t != "N") r, if (f$s != "N") q, if (f$d) 0.95, tail)
        found[[length(found) + 1]] <- minimise(x, 200)
        # A second start without slope.
        if (f$t != "N") {
          x[smoothing + 1:2] <- c(mean(head(y, 10)) / unit, 0)
          found[[length(found) + 1]] <- minimise(x, 200)
        }
      }
  found <- found[order(sapply(found, `[[`, "objective"))]
  best <- found[[1]]
  for (other in head(found, 3)) {
    for (round in 1:20) {
      before <- other$objective
      other <- minimise(pmin(pmax(other$par * (1 + 1e-4 * cos(round * seq_along(other$par))), lower), upper), 2000)
      if (abs(before - other$objective) < 1e-11) break
    }
    if (other$objective < best$objective) best <- other
  }
  list(p = unpack(y, form, best$par), objective = best$objective)
}

maxima <- list(c("Nile", "ANN"), c("LakeHuron", "ANN"), c("Nile", "MNN"), c("WWWusage", "AAN"),
  c("austres", "AAN"), c("WWWusage", "AAdN"), c("LakeHuron", "AAdN"), c("austres", "AAdN"),
  c("USAccDeaths", "ANA"), c("nottem", "ANA"), c("JohnsonJohnson", "MAA"), c("UKgas", "MAM"),
  c("austres", "MAdA"), c("AirPassengers", "MAdM"))
for (case in maxima) {
  y <- series[[case[1]]]; form <- case[2]; f <- parts(form)
  if (f$s == "N") y <- ts(as.numeric(y))
  best <- search(y, form)
  describe("maximum", case[1], y, form, best$p)
  own <- ets(y, model = paste0(f$e, f$t, f$s), damped = f$d)
  row("maximum", case[1], frequency(y), form, "own", own$loglik)
}

# The pulled optima of holt and damped.
for (id in c("Nile", "LakeHuron", "WWWusage", "austres", "UKgas", "nottem")) for (form in c("AAN", "AAdN")) {
  y <- ts(as.numeric(series[[id]])); n <- length(y); size <- mean(abs(y))
  pull <- function(x) 4 * (x[1] - 0.7)^2 + 20 * (x[2] - 0.1)^2 +
    (if (form == "AAdN") 100 * (x[3] - 0.9)^2 else 0)
  best <- search(y, form, pull)
  row("pulled", id, 1, form, "objective", best$objective - 2 * n * log(size))
  row("pulled", id, 1, form, "smoothing", c(best$p$alpha, best$p$beta, if (form == "AAdN") best$p$phi))
  row("pulled", id, 1, form, "mean", ahead(y, form, best$p, 12)$mean)
}

# Theta.
m3 <- rbind(cbind(read.csv("../m3/yearly_sample.csv"), m = 1), cbind(read.csv("../m3/monthly_sample.csv"), m = 12))
samples <- lapply(split(m3, m3$unique_id), function(d) ts(d$y, frequency = d$m[1]))
for (id in c(names(series), names(samples))) {
  y <- if (id %in% names(series)) series[[id]] else samples[[id]]
  m <- frequency(y); n <- length(y); h <- 12
  own <- thetaf(y, h = h)
  row("theta", id, m, "", "own", own$mean)
  r <- as.numeric(acf(y, lag.max = m, plot = FALSE)$acf)[-1]
  isSeasonal <- m > 1 && n > 2 * m && abs(r[m]) > qnorm(0.95) * sqrt((1 + 2 * sum(r[-m]^2)) / n)
  x <- y; figure <- rep(1, h)
  if (isSeasonal) {
    d <- decompose(y, type = "multiplicative")
    x <- seasadj(d); figure <- rep(tail(d$seasonal, m), 1 + h / m)[1:h]
  }
  x <- ts(as.numeric(x))
  best <- search(x, "ANN")
  slope <- lsfit(0:(n - 1), x)$coefficients[[2]] / 2
  alpha <- best$p$alpha
  level <- tail(evaluate(x, "ANN", best$p)$states[, 1], 1)
  # Where thetaf stopped, as a likelihood of simple smoothing.
  stopped <- ets(x, "ANN", opt.crit = "mse")
  row("theta", id, m, "", "loglik", c(-0.5 * best$objective, stopped$loglik))
  row("theta", id, m, "", "parameters", c(alpha, slope))
  row("theta", id, m, "", "mean", (level + slope * (0:(h - 1) + (1 - (1 - alpha)^n) / alpha)) * figure)
}

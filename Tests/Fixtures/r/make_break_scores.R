# Tests of a break by scores with a Newey-West covariance: strucchange gefp, supLM, maxBB; sandwich NeweyWest.
# usage: Rscript make_break_scores.R > break_scores.csv, in this folder
# Data: the cases of breaks.csv. Rows: case, what, values: lag; process (LM at each place from 1 to n - 1);
# supLM (statistic and p-value).
suppressMessages({library(strucchange); library(sandwich)})
cat("# made by make_break_scores.R with", R.version.string, ", strucchange",
    as.character(packageVersion("strucchange")), "and sandwich",
    as.character(packageVersion("sandwich")), "\n")
cat("case,what,values\n")
lines <- readLines("breaks.csv")[-1]
table <- read.csv(text = lines, stringsAsFactors = FALSE)
vector <- function(case, what) {
  text <- table$values[table$case == case & table$what == what]
  as.numeric(strsplit(text, " ")[[1]])
}
cases <- list(Nile = y ~ 1, consumption = y ~ x, seatbelts = y ~ l1 + l12)
for (name in names(cases)) {
  formula <- cases[[name]]
  columns <- all.vars(formula)
  data <- as.data.frame(setNames(lapply(columns, function(v) vector(name, v)), columns))
  for (lag in list(NULL, 3)) {
    # maxLag of bwNeweyWest goes by prewhitening's reach.
    v <- function(x, ...) NeweyWest(x, lag = lag, prewhite = FALSE, adjust = FALSE)
    g <- gefp(formula, data = data, vcov = v)
    n <- nrow(data)
    process <- coredata(g$process)[-1, , drop = FALSE]
    t <- (1:n) / n
    lm <- (rowSums(process^2) / (t * (1 - t)))[1:(n - 1)]
    row <- function(what, x) cat(sprintf("%s,%s%s,%s\n", name, what, if (is.null(lag)) "" else "_3",
                                         paste(sprintf("%.16g", x), collapse = " ")))
    row("process", lm)
    test <- sctest(g, functional = supLM(0.15))
    row("supLM", c(test$statistic, test$p.value))
  }
}

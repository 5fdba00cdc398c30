# The contrast of within and between estimates of plm, F with Welch's degrees of freedom.
# usage: Rscript make_within_between.R > within_between.csv, in this folder
# Data: ../regression/grunfeld.csv, all and without every seventh row. Rows: set, formula, statistic, df1, df2, p.
suppressMessages(library(plm))
cat("# made by make_within_between.R with", R.version.string, "and plm",
    as.character(packageVersion("plm")), "\n")
cat("set,formula,statistic,df1,df2,p\n")
all <- read.csv("../regression/grunfeld.csv")
for (set in c("all", "some")) for (text in c("inv ~ value + capital", "inv ~ capital")) {
  d <- if (set == "all") all else all[seq_len(nrow(all)) %% 7 != 0, ]
  formula <- as.formula(text)
  w <- plm(formula, d, index = c("firm", "year"), model = "within")
  b <- plm(formula, d, index = c("firm", "year"), model = "between")
  names <- names(coef(w)); k <- length(names)
  gap <- coef(w) - coef(b)[names]
  vb <- vcov(b)[names, names, drop = FALSE]; v <- vcov(w) + vb
  f <- drop(gap %*% solve(v, gap)) / k
  share <- sum(diag(solve(v, vb))) / k
  df <- 1 / (share^2 / b$df.residual + (1 - share)^2 / w$df.residual)
  cat(sprintf("%s,%s,%.16g,%d,%.16g,%.16g\n", set, text, f, k, df, pf(f, k, df, lower.tail = FALSE)))
}

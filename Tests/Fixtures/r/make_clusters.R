# Clusters: CR2, CR3, Satterthwaite's degrees of freedom and Hotelling's T2, by clubSandwich.
# usage: Rscript make_clusters.R > clusters.csv, in this folder; writes clusters_data.csv too
# Data: ../regression/grunfeld.csv without every seventh row; weights 1 + year - 1935;
# counts are round(inv); 'lone' is 1 in the years of one firm alone.
# Rows: case, kind (CR2 or CR3), what (se, df, p of a term; f, df1, df2, p of the joint test), term, value.
suppressMessages(library(clubSandwich))
cat("# made by make_clusters.R with", R.version.string, "and clubSandwich",
    as.character(packageVersion("clubSandwich")), "\n")
cat("case,kind,what,term,value\n")
d <- read.csv("../regression/grunfeld.csv")
d <- d[seq_len(nrow(d)) %% 7 != 0, ]
d$firm <- factor(d$firm); d$w <- 1 + d$year - 1935; d$count <- round(d$inv)
d$lone <- as.numeric(d$firm == levels(d$firm)[3])
write.csv(d, "clusters_data.csv", row.names = FALSE, quote = FALSE)
# With weights, and at the maximum of a Poisson regression, the regression of rows times sqrt(w).
scaled <- function(formula, y, w) {
  x <- model.matrix(formula, d) * sqrt(w)
  data <- data.frame(y = y * sqrt(w), x, check.names = FALSE)
  lm(y ~ . - 1, data)
}
working <- function(formula) {
  fit <- glm(formula, poisson, d, control = list(epsilon = 1e-14, maxit = 100))
  mu <- fitted(fit)
  scaled(formula, predict(fit) + (d$count - mu) / mu, mu)
}
slopes <- ~ value + capital
fits <- list(
  plain = lm(inv ~ value + capital, d),
  firm = lm(inv ~ value + capital + firm, d),
  firm_year = lm(inv ~ value + capital + firm + factor(year), d),
  year = lm(inv ~ value + capital + factor(year), d),
  lone = lm(inv ~ value + lone, d),
  weights = scaled(slopes, d$inv, d$w),
  weights_firm_year = scaled(~ value + capital + firm + factor(year), d$inv, d$w),
  poisson = working(count ~ value + capital),
  poisson_firm = working(count ~ value + capital + firm),
  poisson_firm_year = working(count ~ value + capital + firm + factor(year)))
for (name in names(fits)) for (kind in c("CR2", "CR3")) {
  fit <- fits[[name]]
  # The dummy of one firm leaves I - H singular, which clubSandwich inverts for CR2 alone.
  if (kind == "CR3" && grepl("firm|lone", name)) next
  v <- vcovCR(fit, cluster = d$firm, type = kind)
  t <- coef_test(fit, vcov = v, test = "Satterthwaite")
  rownames(v) <- gsub("`", "", rownames(v))
  isEffect <- grepl("^firm|^factor", rownames(v))
  keep <- rownames(v)[!isEffect]
  if (any(isEffect)) keep <- setdiff(keep, "(Intercept)")
  row <- function(what, term, x) cat(sprintf("%s,%s,%s,%s,%.16g\n", name, kind, what, term, x))
  for (term in keep) {
    at <- match(term, rownames(v))
    row("se", term, t$SE[at]); row("df", term, t$df[at]); row("p", term, t$p_Satt[at])
  }
  slopes <- setdiff(keep, "(Intercept)")
  joint <- Wald_test(fit, constrain_zero(match(slopes, rownames(v))), vcov = v, test = "HTZ")
  row("f", "joint", joint$Fstat); row("df1", "joint", joint$df_num)
  row("df2", "joint", joint$df_denom); row("p", "joint", joint$p_val)
}

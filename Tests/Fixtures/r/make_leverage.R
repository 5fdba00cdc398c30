# Leverage-adjusted errors with two fixed effects as dummies: stats and sandwich. From the repository's root:
#   Rscript Tests/Fixtures/r/make_leverage.R >Tests/Fixtures/r/leverage.csv
suppressMessages(library(sandwich))
cat(sprintf("# maker: make_leverage.R, R %s, sandwich %s\n", getRversion(), packageVersion("sandwich")))
cat("set,what,term,value\n")
put <- function(set, what, term, value) {
  cat(sprintf("%s,%s,%s,%.17g\n", set, what, term, value), sep = "")
}

told <- function(set, fit, terms) {
  put(set, "coefficient", terms, coef(fit)[terms])
  for (type in c("HC2", "HC3", "HC4")) {
    put(set, tolower(type), terms, sqrt(diag(vcovHC(fit, type = type)))[terms])
  }
  h <- hatvalues(fit)
  rows <- round(seq(1, length(h), length.out = 12))
  put(set, "leverage", as.character(rows - 1), h[rows])
}

firms <- subset(read.csv("Tests/Fixtures/r/panel_data.csv"), set == "unbalanced")
# A firm with one year has leverage 1: R gives no number.
firms <- firms[ave(firms$year, firms$firm, FUN = length) > 1, ]
told("firms", lm(inv ~ value + capital + factor(firm) + factor(year), firms), c("value", "capital"))

flows <- read.csv("datasets/gravity-cross-section-2006/data.csv")
chosen <- sort(unique(flows$iso_o))[seq(1, 60, by = 3)]
flows <- subset(flows, iso_o %in% chosen & iso_d %in% chosen)
told("flows", glm(flow ~ log(distw) + rta + factor(iso_o) + factor(iso_d), poisson, flows,
                  control = list(epsilon = 1e-14, maxit = 100)), c("log(distw)", "rta"))

# Panel regressions, prewhitened covariances and Shapiro-Wilk by R's plm, sandwich and stats, where
# ../regression/reference.json has none: series of several lengths, terms without variation within
# series, a negative variance of the series, other kernels and sample sizes.
# usage: Rscript make_panel.R   in this folder; writes panel_reference.csv and panel_data.csv.
#
# panel_data.csv: Grunfeld without some rows (`set` unbalanced), with a term that is constant within
# firms, and seeded noise whose variance between series comes out negative (`set` negative).
# Sets of panel_reference.csv: unbalanced, constant, negative (panels), produc (Hausman), usconsump (covariances of
# expenditure ~ income), shapiro (of the sample `term`, see below).
suppressMessages({library(plm); library(sandwich)})
number <- function(x) formatC(x, digits = 17, format = "g", width = 1)
rows <- c()
add <- function(set, what, term, value)
  rows <<- c(rows, paste(set, what, term, number(value), sep = ","))

g <- read.csv("../regression/grunfeld.csv")
drop <- (g$firm == 2 & g$year < 1945) | (g$firm == 5 & g$year > 1938) |
  (g$firm == 7 & g$year != 1940) | (g$firm == 9 & g$year %% 3 == 0)
u <- data.frame(set = "unbalanced", g[!drop, c("firm", "year", "inv", "value", "capital")])
u$fixed <- c(3.5, 1.25, 7, 2, 9.5, 4, 0.5, 6, 8.25, 5)[u$firm]
set.seed(11)
m <- data.frame(set = "negative", firm = rep(1:8, each = 5), year = rep(1941:1945, 8))
m$value <- round(rnorm(40), 4)
m$capital <- round(rnorm(40), 4)
noise <- rnorm(40)
m$inv <- round(1 + m$value + noise - 0.9 * ave(noise, m$firm), 4)
m$fixed <- 0
d <- rbind(u, m[names(u)])
write.csv(d, "panel_data.csv", row.names = FALSE, quote = FALSE)

panel <- function(set, formula, data) {
  index <- c("firm", "year")
  random <- suppressWarnings(plm(formula, data = data, index = index, model = "random"))
  between <- plm(formula, data = data, index = index, model = "between")
  within <- plm(formula, data = data, index = index, model = "within")
  for (name in names(coef(random))) {
    add(set, "random", name, coef(random)[name])
    add(set, "random_se", name, sqrt(vcov(random)[name, name]))
    add(set, "between", name, coef(between)[name])
    add(set, "between_se", name, sqrt(vcov(between)[name, name]))
  }
  components <- ercomp(random)
  add(set, "variance", "rest", components$sigma2[["idios"]])
  add(set, "variance", "series", components$sigma2[["id"]])
  test <- phtest(within, random)
  add(set, "hausman", "statistic", test$statistic)
  add(set, "hausman", "p", test$p.value)
}
panel("unbalanced", inv ~ value + capital, u)
panel("constant", inv ~ value + capital + fixed, u)
panel("negative", inv ~ value + capital, m)

p <- read.csv("../regression/produc.csv")
f <- log(gsp) ~ log(pcap) + log(pc) + log(emp) + unemp
test <- phtest(plm(f, p, index = c("state", "year"), model = "within"),
  plm(f, p, index = c("state", "year"), model = "random"))
add("produc", "hausman", "statistic", test$statistic)
add("produc", "hausman", "p", test$p.value)

us <- lm(expenditure ~ income, read.csv("../regression/us_consump.csv"))
covariances <- list(
  "hac+prewhite" = NeweyWest(us), "hac:3+prewhite" = NeweyWest(us, lag = 3),
  "andrews" = kernHAC(us, prewhite = FALSE, adjust = FALSE),
  "andrews:4.5+adjust" = kernHAC(us, prewhite = FALSE, bw = 4.5),
  "andrews+prewhite+adjust" = kernHAC(us))
for (kind in names(covariances)) for (name in names(coef(us)))
  add("usconsump", kind, name, sqrt(covariances[[kind]][name, name]))
add("usconsump", "bandwidth", "andrews", bwAndrews(us, prewhite = FALSE))
add("usconsump", "bandwidth", "andrews+prewhite", bwAndrews(us))
add("usconsump", "bandwidth", "hac+prewhite", bwNeweyWest(us))

# Samples that need no random numbers: x_i = (i * 37 mod n) + (i mod 5)^2 / 10, and its exponential
# over n; i from 1.
for (n in c(3, 4, 5, 6, 11, 12, 50, 500, 5000)) {
  i <- 1:n
  x <- (i * 37) %% n + (i %% 5)^2 / 10
  for (kind in c("plain", "skewed")) {
    test <- shapiro.test(if (kind == "plain") x else exp(4 * x / n))
    add("shapiro", paste0(kind, "_W"), n, test$statistic)
    add("shapiro", paste0(kind, "_p"), n, test$p.value)
  }
}
version <- paste0("# R ", getRversion(), ", plm ", packageVersion("plm"), ", sandwich ",
  packageVersion("sandwich"))
writeLines(c(version, "set,what,term,value", rows), "panel_reference.csv")

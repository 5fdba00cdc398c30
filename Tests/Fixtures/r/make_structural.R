# Series and StructTS results for StructuralTests. usage: Rscript make_structural.R
# writes structural_series.csv (series, t, y; empty where missing) and structural_reference.csv:
# the variances and log-likelihood of StructTS, and the prior variance 1e6 var(y)/100 it starts from.
maker <- sprintf("# maker: make_structural.R, R %s\n", getRversion())
gaps <- function(y, at) { y[at] <- NA; y }
series <- list(
  "nile" = as.numeric(Nile), "nile-gaps" = gaps(as.numeric(Nile), c(3, 21:40, 61:70, 99)),
  "ukgas" = log10(as.numeric(UKgas)), "ukgas-gaps" = gaps(log10(as.numeric(UKgas)), c(2, 5, 6, 7, 30:36, 107)),
  "air" = log(as.numeric(AirPassengers)))
text <- c(maker, "series,t,y\n")
for (name in names(series)) {
  y <- series[[name]]
  text <- c(text, sprintf("%s,%d,%s\n", name, seq_along(y), ifelse(is.na(y), "", sprintf("%.17g", y))))
}
cat(text, file = "structural_series.csv", sep = "")
text <- c(maker, "series,form,level,slope,seasonal,irregular,loglik,prior\n")
for (case in list(c("nile", "level", 1), c("nile-gaps", "level", 1), c("nile", "trend", 1),
                  c("ukgas", "BSM", 4), c("air", "BSM", 12))) {
  y <- ts(series[[case[1]]], frequency = as.numeric(case[3]))
  f <- StructTS(y, case[2], optim.control = list(factr = 10, pgtol = 0))
  pick <- function(name) if (name %in% names(f$coef)) f$coef[[name]] else 0
  text <- c(text, sprintf("%s,%s,%.10g,%.10g,%.10g,%.10g,%.12g,%.12g\n", case[1], tolower(case[2]),
    pick("level"), pick("slope"), pick("seas"), pick("epsilon"), f$loglik, 1e4 * var(y, na.rm = TRUE)))
}
cat(text, file = "structural_reference.csv", sep = "")

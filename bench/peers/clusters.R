# clubSandwich on the data of SpeedBench: clusters.R CASE SIZE REPETITIONS FOLDER
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "stopwatch.R"))
given <- arguments()
n <- given$size
vector_of <- function(name, length) {
  readBin(file.path(given$folder, paste0(name, ".bin")), "double", length)
}
need("clubSandwich", "R clubSandwich")
suppressPackageStartupMessages(library(clubSandwich))
x <- matrix(vector_of("x", n * 4), n)
colnames(x) <- paste0("x", 1:4)
data <- data.frame(y = vector_of("y", n), x)
g <- factor(vector_of("g", n))
kind <- if (given$case == "clusters-cr2") "CR2" else "CR3"
measure(paste("R clubSandwich", kind), as.character(packageVersion("clubSandwich")), min(given$repetitions, 3),
        function() {
          fit <- lm(y ~ x1 + x2 + x3 + x4, data)
          v <- vcovCR(fit, cluster = g, type = kind)
          if (kind == "CR3") return(sqrt(diag(v)))
          c(sqrt(diag(v)), coef_test(fit, vcov = v, test = "Satterthwaite")$df)
        })

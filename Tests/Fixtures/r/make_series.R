# The series behind forecast_reference.csv. usage: Rscript make_series.R > series.csv
cat("unique_id,ds,y\n")
y <- as.numeric(tail(Nile, 30)); year <- 1941:1970
for (i in 1:30) cat(sprintf("nile,%d,%g\n", year[i], y[i]))
keep <- c(1, 2, 3, 7, 8, 12, 13, 14, 20, 25, 26, 29, 30)
for (i in keep) cat(sprintf("nile-gaps,%d,%g\n", year[i], y[i]))
a <- as.numeric(AirPassengers)
for (i in seq_along(a)) cat(sprintf("airpassengers,%d-%02d,%g\n", 1949 + (i - 1) %/% 12, (i - 1) %% 12 + 1, a[i]))

@_exported public import Forecasting
@_exported public import LinearAlgebra
@_exported public import Logistics
@_exported public import Regression
@_exported public import Reports
@_exported public import Scenarios
@_exported public import SeriesCore
@_exported public import StatisticsCore

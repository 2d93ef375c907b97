using System.Text.Json.Serialization;
using NanoBanana.Billing.Api.Lab;
using NanoBanana.Billing.Api.V1;

namespace NanoBanana.Billing;

/// <summary>Generated (de)serialisers of the bodies that only this service writes.</summary>
[JsonSerializable(typeof(UsageSummaryResponse))]
[JsonSerializable(typeof(DailyUsageResponse))]
[JsonSerializable(typeof(KeyUsageResponse))]
[JsonSerializable(typeof(BalanceResponse))]
[JsonSerializable(typeof(AnalyticsOverviewResponse))]
[JsonSerializable(typeof(AnalyticsUsageResponse))]
[JsonSerializable(typeof(AnalyticsCostsResponse))]
[JsonSerializable(typeof(AnalyticsProvidersResponse))]
[JsonSerializable(typeof(AnalyticsTrendsResponse))]
internal sealed partial class BillingJsonContext : JsonSerializerContext;

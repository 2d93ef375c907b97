using System.Globalization;
using System.Text.Json;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>What an order took, in millionths of a dollar. What cannot be read is not said: it never stands in the way of a result.</summary>
internal static class KlingCost
{
    /// <summary>A unit of a pack at its list price of 14 cents.</summary>
    private const decimal MicrosOfUnit = 140_000;

    private const decimal MicrosOfDollar = 1_000_000;

    /// <summary>Null when it is not said.</summary>
    public static long? Of(KlingTask task) => Number(task.FinalUnitDeduction) is { } units ? (long)(units * MicrosOfUnit) : OfBills(task.Billing);

    private static long? OfBills(IReadOnlyList<KlingBill?>? bills)
    {
        decimal? sum = null;
        foreach (var bill in bills ?? [])
        {
            decimal? rate = bill switch
            {
                { ChargeType: "unit" } => MicrosOfUnit,
                { ChargeType: "cash", Currency: "USD" } => MicrosOfDollar,
                _ => null,
            };
            if (rate is null || Number(bill!.Amount) is not { } amount)
                return null;
            sum = (sum ?? 0) + (amount * rate);
        }

        return (long?)sum;
    }

    /// <summary>They write numbers with and without quotes. Beyond a million it is a mistake.</summary>
    private static decimal? Number(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1_000_000 ? number : null;
    }
}

using System.Text.Json;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>What a provider says is left of the account.</summary>
internal static class Balance
{
    private static readonly ProviderResult.Failed Used = new(FailureClass.OutOfFunds, "NO_CREDITS");

    /// <summary>Null when there is something left.</summary>
    /// <param name="left">In the provider's unit; anything but a number is not the answer that was promised.</param>
    public static ProviderResult.Failed? Of(JsonElement? left) => left is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var credits)
        ? credits > 0 ? null : Used
        : ProviderAnswer.Unreadable;
}

using System.Collections.Frozen;
using System.Text.Json;

namespace NanoBanana.Generation.Providers;

/// <summary>Failure classes as they are stored and shown: snake_case.</summary>
internal static class FailureNames
{
    private static readonly FrozenDictionary<string, FailureClass> ByName =
        Enum.GetValues<FailureClass>().ToFrozenDictionary(static value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), StringComparer.Ordinal);

    private static readonly FrozenDictionary<FailureClass, string> Names = ByName.ToFrozenDictionary(static pair => pair.Value, static pair => pair.Key);

    public static string Of(FailureClass failure) => Names[failure];

    public static FailureClass? Parse(string? name) => name is not null && ByName.TryGetValue(name, out var failure) ? failure : null;
}

using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Keys;
using NanoBanana.Keys.ApiKeys;

namespace NanoBanana.Keys.Internal;

internal static class RecordKeyUses
{
    public static async Task<NoContent> HandleAsync(IReadOnlyList<KeyUse> uses, KeyUses recorder, CancellationToken cancellationToken)
    {
        await recorder.RecordAsync(uses, cancellationToken);
        return TypedResults.NoContent();
    }
}

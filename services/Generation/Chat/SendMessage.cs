using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Chat;

/// <summary>
/// A turn of a chat: an image like any other, held and charged like any other, which waits until it is its turn and whose messages are written with
/// its end.
/// </summary>
internal sealed class SendMessage(ChatTurns turns, JobStore jobs, GenerateImages images)
{
    /// <param name="request">A turn of a session that the caller has.</param>
    /// <param name="key">The caller's <c>Idempotency-Key</c>; not looked at with a key of one's own.</param>
    public async Task<StartResult> RunAsync(GenerationRequest request, Principal caller, string? key, Secret? ownKey, CancellationToken cancellationToken)
    {
        // First of all: a repeat is no turn of its own. Were it to begin one after all, it would have no place in the line, and nothing is sent without.
        if (ownKey is null && key is not null && await jobs.FindBoundKeyAsync(caller.AccountId, key, cancellationToken) is { IsLive: true })
            return await images.RunAsync(request, caller, key, quoteId: null, cancellationToken);

        var waited = await turns.EnterAsync(caller.AccountId, request.SessionId!.Value, cancellationToken);
        if (waited is not TurnResult.Taken taken)
            return new StartResult.Refused(((TurnResult.Refused)waited).Failure);
        await using var turn = taken.Turn;
        var turned = request with { Begins = turn.BindAsync };
        return ownKey is null
            ? await images.RunAsync(turned, caller, key, quoteId: null, cancellationToken)
            : await images.RunOnOwnKeyAsync(turned, caller, ownKey, cancellationToken);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Calls of several accounts that take the providers in turns, each under an Idempotency-Key of its own and made only once.</summary>
internal sealed class RouterRun(IReadOnlyList<RouterCaller> callers)
{
    private const int Accounts = 3;

    public IReadOnlyList<RouterCaller> Callers => callers;

    /// <summary>What each call was answered.</summary>
    public ConcurrentBag<string> Answers { get; } = [];

    /// <summary>Accounts that pay afterwards, each with keys enough for the window.</summary>
    public static async Task<RouterRun> ByAsync(ReplicatedSystem system)
    {
        var callers = new List<RouterCaller>();
        for (var i = 0; i < Accounts; i++)
        {
            var account = await system.SignUpAsync();
            await system.ChangeTierAsync(account.Id, Tiers.PayAsYouGo);
            callers.Add(new RouterCaller(account, system.ClientOf(0, (await account.CreateKeyAsync()).Text), await account.AvailableAsync()));
        }

        return new RouterRun(callers);
    }

    public Task CallAsync(int calls, int atATime) => Parallel.ForEachAsync(
        Enumerable.Range(1, calls), new ParallelOptions { MaxDegreeOfParallelism = atATime }, async (number, cancellation) =>
        {
            var caller = callers[number % callers.Count];
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generate")
            {
                Content = JsonContent.Create(new { prompt = $"call {number} of {caller.Account.Id:n}", size = "256x256" }),
            };
            request.Headers.Add("X-Routing-Strategy", "round_robin");
            request.Headers.Add("Idempotency-Key", $"call-{number}");
            using var response = await caller.Client.SendAsync(request, cancellation);
            Answers.Add(Tally.NameOf(response));
            caller.Count(response.StatusCode == HttpStatusCode.Created);
        });
}

/// <summary>An account that calls, and how many images it was given.</summary>
internal sealed record RouterCaller(TestAccount Account, HttpClient Client, long AvailableAtFirst)
{
    private int _made;

    public int Made => Volatile.Read(ref _made);

    public void Count(bool isMade) => Interlocked.Add(ref _made, isMade ? 1 : 0);
}

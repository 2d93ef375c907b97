using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Callers as they should be: each places one order after the other, every order under an Idempotency-Key of its own, and repeats it
/// until it knows what became of it.
/// </summary>
internal sealed class Workload(Guid accountId, IReadOnlyList<HttpClient> clients)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentBag<Order> _orders = [];
    private readonly string _name = Guid.NewGuid().ToString("n");
    private int _number;
    private int _refused;

    public Guid AccountId => accountId;

    /// <summary>Every order whose end is known.</summary>
    public IReadOnlyCollection<Order> Orders => _orders;

    /// <summary>Every answer there was, repeats included.</summary>
    public IEnumerable<string> Answers => _orders.SelectMany(static order => order.Answers);

    /// <summary>How many images callers have got by now.</summary>
    public int Made => _orders.Count(static order => order.IsMade);

    /// <summary>How often callers were told to come again.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Runs callers until told to stop; orders that were begun by then are still brought to their end.</summary>
    public Task RunAsync(int callers, CancellationToken enough) => Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
    {
        while (!enough.IsCancellationRequested)
            _orders.Add(await PlaceAsync());
    }));

    /// <summary>Places so many orders at once, each brought to its end.</summary>
    public Task PlaceAsync(int orders) => Task.WhenAll(Enumerable.Range(0, orders).Select(async _ => _orders.Add(await PlaceAsync())));

    /// <summary>Places an order that was made once more, under its key.</summary>
    public Task<HttpResponseMessage> RepeatAsync(Order order) => clients[order.Number % clients.Count].GenerateAsync(new { prompt = order.Prompt }, KeyOf(order));

    private async Task<Order> PlaceAsync()
    {
        var number = Interlocked.Increment(ref _number);
        var order = new Order(number, $"order {number} of {_name}");
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(Pause))
        {
            var client = clients[(number + order.Answers.Count) % clients.Count];
            try
            {
                using var response = await client.GenerateAsync(new { prompt = order.Prompt }, KeyOf(order));
                order.Answers.Add(Tally.NameOf(response));
                order.IsMade = response.StatusCode == HttpStatusCode.Created;
                order.MissesRetryAfter |= response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is null;
                if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                    Interlocked.Increment(ref _refused);
                if (order.IsMade || response.ErrorCode() == "generation.outcome_unknown")
                    return order;
                ((int)response.StatusCode).ShouldBeGreaterThanOrEqualTo(500, $"{order.Prompt} {Tally.NameOf(response)}");
            }
            catch (HttpRequestException)
            {
                order.Answers.Add("no answer");
            }

            if (waited.Elapsed > Patience)
                throw new TimeoutException($"What became of '{order.Prompt}' was not to be learned: {Tally.Of(order.Answers)}.");
        }
    }

    private static string KeyOf(Order order) => $"order-{order.Number}";
}

/// <summary>One order, its text unlike any other's so that the provider's calls for it can be counted.</summary>
internal sealed record Order(int Number, string Prompt)
{
    public List<string> Answers { get; } = [];

    public bool IsMade { get; set; }

    /// <summary>Whether an answer told it to come again without saying when.</summary>
    public bool MissesRetryAfter { get; set; }
}

using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>Many questions in one round trip: none is forgotten, none waits without need, and each gets its own answer.</summary>
public sealed class RoundTripsTests
{
    [Fact]
    public async Task QuestionsDuringATrip_GoTogetherInTheNext()
    {
        var sizes = new List<int>();
        var first = new TaskCompletionSource();
        async Task<int[]> AskAllAsync(IReadOnlyList<int> questions)
        {
            sizes.Add(questions.Count);
            if (sizes.Count == 1)
                await first.Task;
            return [.. questions.Select(static question => question * 2)];
        }

        var trips = new RoundTrips<int, int>(AskAllAsync);
        var answers = Enumerable.Range(1, 11).Select(question => trips.AskAsync(question)).ToList();
        first.SetResult();
        (await Task.WhenAll(answers)).ShouldBe(Enumerable.Range(1, 11).Select(static question => question * 2));
        sizes.ShouldBe([1, 10]);
    }

    [Fact]
    public async Task FailedTrip_FailsForItsOwnQuestionsOnly()
    {
        Task<int[]> AskAllAsync(IReadOnlyList<int> questions) =>
            questions.Contains(1) ? Task.FromException<int[]>(new IOException("away")) : Task.FromResult(questions.ToArray());

        var trips = new RoundTrips<int, int>(AskAllAsync);
        await Should.ThrowAsync<IOException>(trips.AskAsync(1));
        (await trips.AskAsync(2)).ShouldBe(2);
    }

    [Fact]
    public async Task ManyAskersAtOnce_EachGetItsAnswer()
    {
        static async Task<int[]> AskAllAsync(IReadOnlyList<int> questions)
        {
            await Task.Yield();
            return [.. questions];
        }

        var trips = new RoundTrips<int, int>(AskAllAsync);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(asker => Task.Run(async () =>
        {
            for (var i = 0; i < 5_000; i++)
                (await trips.AskAsync((asker * 10_000) + i).WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe((asker * 10_000) + i);
        })));
    }
}

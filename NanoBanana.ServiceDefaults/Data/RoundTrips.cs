using System.Collections.Concurrent;

namespace NanoBanana.ServiceDefaults.Data;

/// <summary>
/// Asks many questions in one round trip: the first goes at once, and whatever arrives while it is under way goes together in the next.
/// One that fails or takes too long fails for all who wait on it.
/// </summary>
/// <param name="askAll">Makes the trip: one answer for each question, in their order.</param>
/// <param name="mostAtOnce">Questions in one trip: bounds how long the server is busy with it.</param>
public sealed class RoundTrips<TQuestion, TAnswer>(Func<IReadOnlyList<TQuestion>, Task<TAnswer[]>> askAll, int mostAtOnce = 64)
{
    private readonly ConcurrentQueue<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> _waiting = new();
    private int _isUnderWay;

    /// <summary>The answer, once the trip that carried the question is back.</summary>
    public Task<TAnswer> AskAsync(TQuestion question)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((question, answer));
        if (Interlocked.CompareExchange(ref _isUnderWay, 1, 0) == 0)
            _ = AskWaitingAsync();
        return answer.Task;
    }

    private async Task AskWaitingAsync()
    {
        while (true)
        {
            var questions = new List<TQuestion>();
            var answers = new List<TaskCompletionSource<TAnswer>>();
            while (questions.Count < mostAtOnce && _waiting.TryDequeue(out var next))
            {
                questions.Add(next.Question);
                answers.Add(next.Answer);
            }

            if (questions.Count > 0)
            {
                await AskAsync(questions, answers);
                continue;
            }

            // Whoever asked between the last look and this moment found a trip under way and relies on us to look again.
            Interlocked.Exchange(ref _isUnderWay, 0);
            if (_waiting.IsEmpty || Interlocked.CompareExchange(ref _isUnderWay, 1, 0) != 0)
                return;
        }
    }

    private async Task AskAsync(List<TQuestion> questions, List<TaskCompletionSource<TAnswer>> waiting)
    {
        try
        {
            var answers = await askAll(questions);
            for (var i = 0; i < waiting.Count; i++)
                waiting[i].SetResult(answers[i]);
        }
        catch (Exception exception)
        {
            foreach (var each in waiting)
                each.TrySetException(exception);
        }
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Tests.Providers;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>Jobs for videos as a process leaves them behind that is killed: any other takes them over.</summary>
internal sealed class VideoJobs(GenerationApplication application)
{
    public const string Veo = "veo-3.1-fast-generate-preview";

    public Guid Account { get; } = Guid.NewGuid();

    public static RouteStep Google { get; } = new("google", Veo, "720p", 1_200_000, []) { Seconds = 8 };

    public static RouteStep Sandbox { get; } = new("sandbox", "sandbox-video-1", "480p", 0, []) { Seconds = 3 };

    /// <summary>An order that Google has accepted: 8 seconds of 1280x720.</summary>
    public async Task<Guid> OrderAsync(RouteStep? step = null, int width = 1280, int height = 720)
    {
        await using var setup = ProviderSetup.For(application.Gemini);
        var request = setup.Request("google", Veo, 1280, 720, "720p") with { DurationSeconds = 8 };
        var order = (await setup.Provider("google").SendAsync(request, CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();
        return await LeaveBehindAsync(AttemptState.Accepted, step ?? Google, width, height, order.TaskId);
    }

    /// <param name="state">What its one attempt had come to.</param>
    public async Task<Guid> LeaveBehindAsync(string state, RouteStep step, int width = 1280, int height = 720, string? order = null)
    {
        var job = Guid.CreateVersion7();
        await application.HoldAsync(job, Account);
        var request = new GenerationRequest("a film", width, height, 1, "natural", "basic", "saas")
        {
            Kind = MediaKind.Video,
            Resolution = step.Resolution,
            Seconds = step.Seconds,
        };
        var stored = new NewJob(job, Guid.NewGuid(), Account, Account, request, new RoutePlan("priority", [step]), IsSent: true, 20, 1, null, Idempotency: null);
        (await new JobStore(application.Database).InsertRunningAsync(stored, TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldNotBeNull();
        await application.ScalarAsync(
            "UPDATE generation.attempts SET state = @state, provider_job_id = nullif(@order, '') WHERE job_id = @job", ("state", state), ("order", order ?? ""), ("job", job));
        await application.ScalarAsync("UPDATE generation.jobs SET lease_until = now() - interval '1 second' WHERE id = @job", ("job", job));
        return job;
    }

    /// <summary>The generation once it has ended.</summary>
    public async Task<JsonNode> EndAsync(TestService instance, Guid job)
    {
        using var client = instance.ClientFor(GenerationApplication.KeyOf(Account));
        JsonNode? view = null;
        await application.EventuallyAsync(async () =>
        {
            using var response = await client.GetAsync(new Uri($"/v1/generations/{JobIds.ToWire(job)}", UriKind.Relative));
            view = await response.ShouldBeAsync(HttpStatusCode.OK);
            return (string)view!["status"]! is "succeeded" or "failed";
        }, "the job ends", seconds: 30);
        return view!;
    }

    public Task BalanceBecomesAsync(long available) => application.EventuallyAsync(async () =>
    {
        var view = await application.AccountAsync(Account);
        return (long)view["available"]! == available && (long)view["held"]! == 0;
    }, $"{available} credits are available and none held");
}

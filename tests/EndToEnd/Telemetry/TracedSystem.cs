using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Billing;
using NanoBanana.EndToEnd.Proofs;
using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Processes;
using NanoBanana.Testing.Secrets;
using Npgsql;

namespace NanoBanana.EndToEnd.Telemetry;

/// <summary>
/// Every service as a process of its own that exports everything, with emulated providers, bucket and receiver of webhooks. One batch goes its way, another ends while
/// Billing is away, and a provider fails; then all processes were told to stop, so that nothing is left unexported.
/// </summary>
public sealed class TracedSystem : IAsyncLifetime
{
    /// <summary>Where batches are ordered: the one request of their traces that comes from outside.</summary>
    internal const string Root = "/v1/batches";

    private const string ReceiversToken = "token=hidden";
    private readonly PlantedSecrets _planted = new();
    private EmulatorSwitchboard[] _providers = [];

    public IReadOnlyList<OtlpMetric> Metrics { get; private set; } = [];

    /// <summary>What came to the receiver.</summary>
    public IReadOnlyList<ReceivedWebhook> Webhooks { get; private set; } = [];

    /// <summary>Of the batch that met nothing unusual.</summary>
    internal Trace Batch { get; private set; } = new([]);

    /// <summary>Of the batch whose settlement waited for Billing.</summary>
    internal Trace LateBatch { get; private set; } = new([]);

    /// <summary>What was exported and has a secret in it, and which.</summary>
    public IReadOnlyList<string> Findings { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var gemini = await GeminiEmulator.StartAsync(_planted.ProviderKey);
        await using var openAi = await OpenAiEmulator.StartAsync();
        await using var s3 = await S3Emulator.StartAsync(new S3EmulatorOptions(AccessKey: "pl4nted-s3-access-key", SecretKey: _planted.S3Secret));
        await using var receiver = await WebhookReceiver.StartAsync();
        _providers = [gemini.Switchboard, openAi.Switchboard];
        await using var system = await ReplicatedSystem.StartAsync(new ClusterPlan(Settings(collector, gemini, openAi, s3)));
        await UseAsync(system, receiver);

        // Told to stop, they export what they still have.
        var stopped = await Task.WhenAll(system.Services.All.Select(static process => process.StopAsync()));
        stopped.ShouldAllBe(static code => code == 0);
        (Metrics, Webhooks) = (collector.Metrics, receiver.Received);
        (Batch, LateBatch) = TracesIn(collector.Spans);
        var exported = new SecretHaystack();
        foreach (var (kind, body) in collector.Bodies)
            exported.Add(kind, body);
        Findings = [.. exported.Find(_planted.Anywhere).Concat(exported.Find(_planted.OutsideAnswers)).Distinct(StringComparer.Ordinal)];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task UseAsync(ReplicatedSystem system, WebhookReceiver receiver)
    {
        var account = await system.SignUpAsync();
        await system.ChangeTierAsync(account.Id, Tiers.PayAsYouGo);
        _planted.PlantToken(account.Token);

        // Added by a token, so that the gateway first meets the key with the batch and has to ask for it.
        using (var user = account.Client)
        {
            using var created = await user.PostAsJsonAsync("/v1/webhooks", new { url = receiver.Address, types = new[] { "batch.completed" } });
            var secret = (string)(await created.ShouldBeAsync(HttpStatusCode.Created))!["secret"]!;
            _planted.Anywhere.Add("webhook secret", secret["whsec_".Length..]);
        }

        using var client = system.ClientWith(_planted.PlantKey((await account.CreateKeyAsync()).Text));
        await OrderAsync(client, "a traced osprey", "another traced osprey");
        await DeliveredAsync(receiver, 1);
        await OrderWithoutBillingAsync(system, client);
        await DeliveredAsync(receiver, 2);
        await SettledAsync(system);

        // Whichever is first in the route fails once, and its circuit opens.
        foreach (var provider in _providers)
        {
            provider.Default = "bad_key";
            using var failed = await client.GenerateAsync(new { prompt = "a traced osprey", size = "1024x1024" });
            provider.Default = Behaviour.Ok;
        }
    }

    private async Task OrderWithoutBillingAsync(ReplicatedSystem system, HttpClient client)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = _providers.Sum(static provider => provider.Count);
        foreach (var provider in _providers)
            provider.Until = release.Task;
        await OrderAsync(client, "a late traced osprey");
        await Calls.EventuallyAsync(() => Task.FromResult(_providers.Sum(static provider => provider.Count) > before), "a provider is asked", seconds: 30);
        (await system.Services.Billing.StopAsync()).ShouldBe(0);
        release.SetResult();
        await Calls.EventuallyAsync(() => IsAsync(system, "SELECT count(*) > 0 FROM generation.outbox"), "a settlement waits", seconds: 30);
        await system.Services.Billing.StartAndWaitAsync();
    }

    private static async Task OrderAsync(HttpClient client, params string[] prompts)
    {
        using var response = await client.PostAsJsonAsync(Root, new { items = prompts.Select(static prompt => new { prompt, size = "1024x1024" }) });
        await response.ShouldBeAsync(HttpStatusCode.Accepted);
    }

    private static Task DeliveredAsync(WebhookReceiver receiver, int count) =>
        Calls.EventuallyAsync(() => Task.FromResult(receiver.Received.Count >= count), $"{count} webhooks came", seconds: 60);

    private static Task SettledAsync(ReplicatedSystem system) =>
        Calls.EventuallyAsync(() => IsAsync(system, "SELECT count(*) = 0 FROM generation.outbox"), "all is settled", seconds: 60);

    private static async Task<bool> IsAsync(ReplicatedSystem system, string question)
    {
        await using var database = NpgsqlDataSource.Create(system.GenerationDatabase);
        await using var command = database.CreateCommand(question);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The second was ordered when the first had ended, so that one process exports them in this order.</summary>
    private static (Trace Batch, Trace LateBatch) TracesIn(IReadOnlyList<OtlpSpan> spans)
    {
        var ids = spans.Where(static span => span is { Kind: OtlpSpanKind.Client, Service: "gateway", Path: Root }).Select(static span => span.TraceId).ToList();
        ids.Count.ShouldBe(2);
        return (Of(ids[0]), Of(ids[1]));

        Trace Of(string id) => new([.. spans.Where(span => span.TraceId == id)]);
    }

    private Dictionary<string, string?> Settings(OtlpCollector collector, GeminiEmulator gemini, OpenAiEmulator openAi, S3Emulator s3)
    {
        _planted.Anywhere.Add("prompt", "traced osprey");
        _planted.Anywhere.Add("receiver's token", ReceiversToken);
        _planted.Anywhere.Add("other provider key", OpenAiEmulator.DefaultKey);
        _planted.OutsideAnswers.Add("S3 access key", s3.Options.AccessKey);
        return new(StringComparer.Ordinal)
        {
            ["Images:SigningKey"] = _planted.ImageSigningKey,
            ["Webhooks:EncryptionKey"] = _planted.WebhookEncryptionKey,
            ["Webhooks:AllowHttp"] = "true",
            ["OUTBOUND_ALLOWED_NETWORKS"] = "127.0.0.0/8",
            ["GOOGLE_API_KEY"] = _planted.ProviderKey,
            ["PROVIDER_GOOGLE_BASE_URL"] = gemini.Address.ToString(),
            ["PROVIDER_OPENAI_API_KEY"] = OpenAiEmulator.DefaultKey,
            ["PROVIDER_OPENAI_BASE_URL"] = openAi.Address.ToString(),
            ["R2_ENDPOINT"] = s3.Address.ToString(),
            ["R2_ACCESS_KEY_ID"] = s3.Options.AccessKey,
            ["R2_SECRET_ACCESS_KEY"] = s3.Options.SecretKey,
            ["R2_BUCKET_NAME"] = s3.Options.Bucket,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["Logging:OpenTelemetry:LogLevel:Default"] = "Trace",
        };
    }
}

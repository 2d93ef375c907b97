// The emulators by hand, as the product's provider and store: dotnet run --project tests/Testing -- gemini --urls http://127.0.0.1:9101
using NanoBanana.Testing.Emulators;

const string LocalResults = "OUTBOUND_ALLOWED_NETWORKS=127.0.0.0/8";
var url = Option("--urls") ?? "http://127.0.0.1:0";
switch (args.FirstOrDefault())
{
    case "gemini":
        var key = Key(GeminiEmulator.DefaultKey);
        return await RunAsync(
            GeminiEmulator.StartAsync(key, url), emulator => $"PROVIDER_GOOGLE_BASE_URL={emulator.Address} GOOGLE_API_KEY={key}", static emulator => emulator.WaitAsync());
    case "openai":
        key = Key(OpenAiEmulator.DefaultKey);
        return await RunAsync(
            OpenAiEmulator.StartAsync(key, url), emulator => $"PROVIDER_OPENAI_BASE_URL={emulator.Address} PROVIDER_OPENAI_API_KEY={key}", static emulator => emulator.WaitAsync());
    case "openrouter":
        key = Key(OpenRouterEmulator.DefaultKey);
        return await RunAsync(
            OpenRouterEmulator.StartAsync(key, url),
            emulator => $"PROVIDER_OPENAI_BASE_URL={emulator.Address} PROVIDER_OPENAI_API_KEY={key} Providers__OpenAi__Dialect=openrouter",
            static emulator => emulator.WaitAsync());
    case "bfl":
        key = Key(BflEmulator.DefaultKey);
        return await RunAsync(
            BflEmulator.StartAsync(key, url), emulator => $"PROVIDER_BFL_BASE_URL={emulator.Address} PROVIDER_BFL_API_KEY={key} {LocalResults}", static emulator => emulator.WaitAsync());
    case "kie":
        key = Key(KieEmulator.DefaultKey);
        return await RunAsync(
            KieEmulator.StartAsync(key, url), emulator => $"PROVIDER_KIE_BASE_URL={emulator.Address} PROVIDER_KIE_API_KEY={key} {LocalResults}", static emulator => emulator.WaitAsync());
    case "runway":
        key = Key(RunwayEmulator.DefaultKey);
        return await RunAsync(
            RunwayEmulator.StartAsync(key, url), emulator => $"PROVIDER_RUNWAY_BASE_URL={emulator.Address} PROVIDER_RUNWAY_API_KEY={key} {LocalResults}", static emulator => emulator.WaitAsync());
    case "kling":
        key = Key(KlingEmulator.DefaultKey);
        var secret = Option("--secret-key");
        return await RunAsync(
            StartKlingAsync(),
            emulator => $"PROVIDER_KLING_BASE_URL={emulator.Address} PROVIDER_KLING_API_KEY={key} {(secret is null ? "" : $"PROVIDER_KLING_SECRET_KEY={secret} ")}{LocalResults}",
            static emulator => emulator.WaitAsync());
    case "github":
        return await RunAsync(
            GitHubEmulator.StartAsync(url),
            emulator => $"AUTH_ENABLED=true GITHUB_CLIENT_ID={GitHubEmulator.DefaultClientId} GITHUB_CLIENT_SECRET={GitHubEmulator.DefaultClientSecret} GITHUB_OAUTH_BASE_URL={emulator.Address} GITHUB_API_BASE_URL={emulator.Address}",
            static emulator => emulator.WaitAsync());
    case "s3":
        var given = new S3EmulatorOptions();
        given = new S3EmulatorOptions(
            Option("--access-key") ?? given.AccessKey, Option("--secret-key") ?? given.SecretKey, Option("--bucket") ?? given.Bucket);
        return await RunAsync(
            S3Emulator.StartAsync(given, url),
            emulator => $"R2_ENDPOINT={emulator.Address} R2_BUCKET_NAME={given.Bucket} R2_ACCESS_KEY_ID={given.AccessKey} R2_SECRET_ACCESS_KEY={given.SecretKey}",
            static emulator => emulator.WaitAsync());
    default:
        await Console.Error.WriteLineAsync("usage: dotnet run --project tests/Testing -- gemini|openai|openrouter|bfl|kie|runway|kling [--key KEY] [--urls http://127.0.0.1:PORT]");
        await Console.Error.WriteLineAsync("       dotnet run --project tests/Testing -- github [--urls ...]");
        await Console.Error.WriteLineAsync("       dotnet run --project tests/Testing -- s3 [--access-key ID] [--secret-key SECRET] [--bucket NAME] [--urls ...]");
        return 64;
}

// Says what to set, and serves until it is told to stop.
static async Task<int> RunAsync<T>(Task<T> starting, Func<T, string> settings, Func<T, Task> wait)
    where T : IAsyncDisposable
{
    await using var emulator = await starting;
    await Console.Out.WriteLineAsync($"{typeof(T).Name}. {settings(emulator)}");
    await wait(emulator);
    return 0;
}

async Task<KlingEmulator> StartKlingAsync()
{
    var kling = await KlingEmulator.StartAsync(Key(KlingEmulator.DefaultKey), url, Option("--secret-key"));
    kling.WebhookSecret = Option("--webhook-secret");
    return kling;
}

string Key(string otherwise) => Option("--key") ?? otherwise;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

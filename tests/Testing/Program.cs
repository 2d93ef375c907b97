// The emulators by hand, as the product's provider and store: dotnet run --project tests/Testing -- gemini --urls http://127.0.0.1:9101
using NanoBanana.Testing.Emulators;

var url = Option("--urls") ?? "http://127.0.0.1:0";
switch (args.FirstOrDefault())
{
    case "gemini":
        var key = Option("--key") ?? GeminiEmulator.DefaultKey;
        await using (var gemini = await GeminiEmulator.StartAsync(key, url))
        {
            await Console.Out.WriteLineAsync($"Gemini emulator. PROVIDER_GOOGLE_BASE_URL={gemini.Address} GOOGLE_API_KEY={key}");
            await gemini.WaitAsync();
        }

        return 0;
    case "runway":
        var runwayKey = Option("--key") ?? RunwayEmulator.DefaultKey;
        await using (var runway = await RunwayEmulator.StartAsync(runwayKey, url))
        {
            await Console.Out.WriteLineAsync($"Runway emulator. PROVIDER_RUNWAY_BASE_URL={runway.Address} PROVIDER_RUNWAY_API_KEY={runwayKey}");
            await runway.WaitAsync();
        }

        return 0;
    case "kling":
        var (klingKey, klingSecret) = (Option("--key") ?? KlingEmulator.DefaultKey, Option("--secret-key"));
        await using (var kling = await KlingEmulator.StartAsync(klingKey, url, klingSecret))
        {
            kling.WebhookSecret = Option("--webhook-secret");
            await Console.Out.WriteLineAsync($"Kling emulator. PROVIDER_KLING_BASE_URL={kling.Address} PROVIDER_KLING_API_KEY={klingKey}");
            if (klingSecret is not null)
                await Console.Out.WriteLineAsync($"PROVIDER_KLING_SECRET_KEY={klingSecret}");
            await kling.WaitAsync();
        }

        return 0;
    case "s3":
        var given = new S3EmulatorOptions();
        given = new S3EmulatorOptions(
            Option("--access-key") ?? given.AccessKey, Option("--secret-key") ?? given.SecretKey, Option("--bucket") ?? given.Bucket);
        await using (var s3 = await S3Emulator.StartAsync(given, url))
        {
            await Console.Out.WriteLineAsync($"S3 emulator. R2_ENDPOINT={s3.Address} R2_BUCKET_NAME={given.Bucket}");
            await Console.Out.WriteLineAsync($"R2_ACCESS_KEY_ID={given.AccessKey} R2_SECRET_ACCESS_KEY={given.SecretKey}");
            await s3.WaitAsync();
        }

        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: dotnet run --project tests/Testing -- gemini [--key KEY] [--urls http://127.0.0.1:PORT]");
        await Console.Error.WriteLineAsync("       dotnet run --project tests/Testing -- runway [--key KEY] [--urls ...]");
        await Console.Error.WriteLineAsync("       dotnet run --project tests/Testing -- kling [--key KEY] [--secret-key SECRET] [--webhook-secret whsec_...] [--urls ...]");
        await Console.Error.WriteLineAsync("       dotnet run --project tests/Testing -- s3 [--access-key ID] [--secret-key SECRET] [--bucket NAME] [--urls ...]");
        return 64;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

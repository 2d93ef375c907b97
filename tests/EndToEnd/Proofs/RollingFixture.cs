using NanoBanana.Contracts.Billing;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Two processes of every service, each of which gives notice before it stops, and a provider that takes a moment for an image.</summary>
public sealed class RollingFixture : ReplicatedFixture
{
    public const int NoticeSeconds = 3;
    public const int DrainSeconds = 30;

    /// <summary>The keys that are rotated, each with the setting of the one that is accepted beside it.</summary>
    private static readonly (string Key, string Previous, string Value)[] Keys =
    [
        ("InternalToken:Key", "InternalToken:PreviousKey", TestSettings.InternalTokenKey),
        ("Tokens:SecretKey", "Tokens:PreviousSecretKey", TestSettings.SecretKey),
        ("Images:SigningKey", "Images:PreviousSigningKey", "rolling-image-signing-key-of-32-or-more-characters"),
        ("Webhooks:EncryptionKey", "Webhooks:PreviousEncryptionKey", "rolling-webhook-encryption-key-of-32-or-more-characters"),
    ];

    protected override int Others => 2;

    /// <summary>The processes by service, in the order in which they are restarted.</summary>
    public IReadOnlyList<IReadOnlyList<ServiceProcess>> Services =>
        [System.Services.Identities, System.Services.KeysProcesses, System.Services.Billings, System.Services.Generations, System.Services.Gateways];

    /// <summary>Somebody with credits enough, who reaches the gateways by a balancer.</summary>
    internal async Task<RollingCaller> CallerAsync(Balancer balancer)
    {
        var account = await System.SignUpAsync();
        await System.ChangeTierAsync(account.Id, Tiers.PayAsYouGo);
        return new RollingCaller(account, (await account.CreateKeyAsync()).Text, balancer);
    }

    /// <summary>From its next start on it signs with the next keys, and the present ones are the previous.</summary>
    public static void Rotate(ServiceProcess process)
    {
        foreach (var (key, previous, value) in Keys)
        {
            process.Change(key, Next(value));
            process.Change(previous, value);
        }
    }

    protected override Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        settings["Shutdown:NoticeSeconds"] = $"{NoticeSeconds}";
        settings["Shutdown:DrainSeconds"] = $"{DrainSeconds}";

        // The first step of docs/key-rotation.md is done: everywhere the next keys are accepted, and nothing is signed with them.
        foreach (var (key, previous, value) in Keys)
            (settings[key], settings[previous]) = (value, Next(value));
        return Task.CompletedTask;
    }

    private static string Next(string key) => "next-" + key;
}

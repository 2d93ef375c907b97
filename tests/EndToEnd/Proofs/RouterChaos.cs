using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>What goes wrong at each provider, in its own protocol: every class of failure that it can report, by its name here.</summary>
internal static class RouterChaos
{
    private const double Share = 0.3;

    /// <summary>Failures that pass are thrice as likely, as they are in life; the others are told once each.</summary>
    private static readonly Dictionary<string, string[]> Mix = new(StringComparer.Ordinal)
    {
        ["google"] =
        [
            "overloaded", "overloaded", "bad_gateway", "bad_gateway", "deadline", "deadline", "throttled:1s", "internal", "bad_request", "blocked",
            "finish:IMAGE_SAFETY", "text_only", "reset", "cut",
        ],
        ["openai"] =
        [
            "overloaded", "overloaded", "bad_gateway", "bad_gateway", "deadline", "deadline", "throttled:1", "bad_base64", "bad_size", "moderation:input",
            "moderation:output", "empty_data", "reset", "cut",
        ],
        ["bfl"] =
        [
            "overloaded", "overloaded", "overloaded", "status:504", "status:504", "status:504", "throttled:1", "internal", "bad_image", "invalid",
            "reset", "cut",
        ],
        ["kie"] =
        [
            "code:455", "code:455", "http:503", "http:503", "code:408", "code:408", "throttled:1", "code:500", "code:422", "no_task", "reset", "cut",
        ],
    };

    /// <summary>What says that our account is not served: it opens the circuit at once.</summary>
    private static readonly Dictionary<string, string[]> Misconfigured = new(StringComparer.Ordinal)
    {
        ["google"] = ["bad_key", "out_of_funds", "not_found"],
        ["openai"] = ["bad_key", "billing_limit", "model_gone"],
        ["bfl"] = ["bad_key", "out_of_funds", "not_found"],
        ["kie"] = ["code:401", "code:402", "code:404"],
    };

    /// <summary>Lets the doors of all providers fail from now on, and what is asked after there.</summary>
    public static void Loose(RouterFixture fixture, int seed, bool alsoMisconfigured)
    {
        foreach (var (provider, door) in fixture.Doors)
            door.Chaos = new EmulatorChaos(Share, seed++, alsoMisconfigured ? [.. Mix[provider], .. Misconfigured[provider]] : Mix[provider]);
        fixture.Bfl.Polls.Chaos = new EmulatorChaos(0.15, seed++, ["state:Request Moderated", "state:Content Moderated", "overloaded", "reset"]);
        fixture.Kie.Polls.Chaos = new EmulatorChaos(0.05, seed, ["fail:422", "reset"]);
    }
}

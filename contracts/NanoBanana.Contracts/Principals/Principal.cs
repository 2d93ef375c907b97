namespace NanoBanana.Contracts.Principals;

/// <summary>
/// The caller as the gateway resolved it. It reaches a service only inside the signed internal token, so a service may trust
/// every field; no client header can set one.
/// </summary>
public sealed record Principal
{
    /// <summary>What kind of proof was given.</summary>
    public required PrincipalKind Kind { get; init; }

    /// <summary>The account that owns and pays for what the request makes; <see cref="Guid.Empty"/> for anonymous callers and services.</summary>
    public Guid AccountId { get; init; }

    /// <summary>The API key used, when one was.</summary>
    public Guid? KeyId { get; init; }

    /// <summary>The access token's id (<c>jti</c>), when one was used.</summary>
    public Guid? TokenId { get; init; }

    /// <summary>The generation that the access token was issued in, when one was used.</summary>
    public int? TokenGeneration { get; init; }

    /// <summary>The tenant label of a project key.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The account's tier (<see cref="Billing.Tiers"/>).</summary>
    public string Tier { get; init; } = Billing.Tiers.Free;

    /// <summary>What the key may do; <c>["*"]</c> is everything.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether this is an operator: a master key or a listed admin user.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>The name of the calling service when <see cref="Kind"/> is <see cref="PrincipalKind.Service"/>.</summary>
    public string? ServiceName { get; init; }

    /// <summary>The principal of a request without a credential.</summary>
    public static Principal Anonymous { get; } = new() { Kind = PrincipalKind.Anonymous };

    /// <summary>The principal one of our services acts under when it acts for itself.</summary>
    public static Principal ForService(string name) => new() { Kind = PrincipalKind.Service, ServiceName = name };
}

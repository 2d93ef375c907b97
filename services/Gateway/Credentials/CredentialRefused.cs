namespace NanoBanana.Gateway.Credentials;

/// <summary>The request's credential was bad and it is forwarded all the same, as nobody's, for the service to say so.</summary>
internal sealed class CredentialRefused
{
    public static CredentialRefused Instance { get; } = new();
}

namespace NanoBanana.ServiceDefaults.Hosting;

/// <summary>
/// Which environment this is: ASP.NET Core's own variables first, then the older systems' <c>ENVIRONMENT</c>, and without any of them
/// <c>Development</c>, so that a deployment has to say that it is one.
/// </summary>
internal static class EnvironmentName
{
    public static string Current =>
        Read("ASPNETCORE_ENVIRONMENT") ?? Read("DOTNET_ENVIRONMENT") ?? Capitalised(Read("ENVIRONMENT")) ?? "Development";

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string? Capitalised(string? name) =>
        name is null ? null : string.Concat(char.ToUpperInvariant(name[0]).ToString(), name[1..].ToLowerInvariant());
}

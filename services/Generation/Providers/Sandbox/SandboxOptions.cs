using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>The provider that needs no key: it draws the picture itself.</summary>
internal sealed class SandboxOptions
{
    public const string Section = "Providers:Sandbox";

    /// <summary>Unset, the default: serves only while no real provider is configured. True or false decide it.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Waits before drawing, to try out slowness by hand. Default 0.</summary>
    [Range(0, 600_000, ErrorMessage = "Providers:Sandbox:DelayMs must be from 0 to 600000.")]
    public int DelayMs { get; set; }
}

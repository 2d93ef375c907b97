namespace NanoBanana.Generation.Providers.Models;

/// <summary>What a model makes.</summary>
internal enum MediaKind
{
    Image = 0,
    Video,
    Text,
}

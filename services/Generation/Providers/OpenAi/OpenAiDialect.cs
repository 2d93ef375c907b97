using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>One way of asking for an image, and of reading the answer.</summary>
internal abstract class OpenAiDialect
{
    /// <summary>Its name among the models, and in traces.</summary>
    public abstract string Catalogue { get; }

    /// <summary>For a person.</summary>
    public abstract string DisplayName { get; }

    /// <summary>What a model that nobody has described is taken to be.</summary>
    public abstract ProviderModel Unknown { get; }

    /// <summary>Where a request goes, below the address of the interface, and what it says.</summary>
    public abstract (string Path, HttpContent Body) Write(ProviderRequest request, ProviderModel model);

    /// <summary>What can be asked for nothing and wants the key, below the address of the interface.</summary>
    public abstract string ProbePath { get; }

    /// <summary>What an answer that is no success means.</summary>
    public abstract ProviderResult.Failed ReadFailure(ProviderAnswer answer);

    /// <summary>What the answer means, whatever its status.</summary>
    public abstract ProviderResult Read(ProviderAnswer answer);
}

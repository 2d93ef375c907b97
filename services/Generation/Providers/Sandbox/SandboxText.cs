using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>
/// Writes without a model and without the network: the prompt as it came, and after it what photographers and painters would add. The
/// same prompt gives the same words.
/// </summary>
internal sealed class SandboxText(IOptions<SandboxOptions> options, IEnumerable<ProviderOptions> others) : ITextProvider
{
    private const int LettersOfAToken = 4;

    public string Name => "sandbox";

    public bool IsAvailable { get; } = options.Value.Enabled ?? !others.Any(static other => other.IsConfigured);

    public string Model => "sandbox-text";

    public bool FollowsInstructions => false;

    public Task<TextResult> CompleteAsync(TextRequest request, CancellationToken cancellationToken)
    {
        var subject = string.Join(' ', request.Prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.', ',', ';', ' ');
        if (subject.Length == 0)
            return Task.FromResult<TextResult>(new TextResult.Failed(FailureClass.BadInput, "NO_PROMPT"));
        var text = subject;
        foreach (var phrase in Phrases.For(subject))
        {
            if ((long)text.Length + phrase.Length + 2 <= (long)request.MaxTokens * LettersOfAToken)
                text += ", " + phrase;
        }

        return Task.FromResult<TextResult>(new TextResult.Said(request.Json ? new JsonObject { ["prompt"] = text }.ToJsonString(JsonSerializerOptions.Web) : text));
    }
}

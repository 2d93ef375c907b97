using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>Reports what is wrong with the settings that only this provider has.</summary>
internal sealed class OpenAiOptionsValidator : IValidateOptions<OpenAiOptions>
{
    private static readonly string[] Qualities = ["auto", "low", "medium", "high", "xhigh", "max"];

    public ValidateOptionsResult Validate(string? name, OpenAiOptions options)
    {
        var faults = new List<string>();
        if (options.Dialect is not (null or "" or OpenAiOptions.PlainDialect or OpenAiOptions.OpenRouterDialect))
            faults.Add($"{OpenAiOptions.Section}:Dialect must be {OpenAiOptions.PlainDialect} or {OpenAiOptions.OpenRouterDialect}.");
        if (!Qualities.Contains(options.Quality))
            faults.Add($"{OpenAiOptions.Section}:Quality must be one of {string.Join(", ", Qualities)}.");
        if (options.MaxPartialImages is < 0 or > OpenAiOptions.MostPartialImages)
            faults.Add($"{OpenAiOptions.Section}:MaxPartialImages must be from 0 to {OpenAiOptions.MostPartialImages}.");
        if (options.Referer.Any(static letter => letter is <= ' ' or > '~'))
            faults.Add($"{OpenAiOptions.Section}:Referer (PROVIDER_OPENAI_REFERER) must be an address without spaces.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

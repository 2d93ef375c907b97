namespace NanoBanana.Generation.Api.Lab.Templates;

/// <summary>The id of a template on the wire: a UUID with hyphens. What is none has a failure of its own, before anything is looked for.</summary>
internal static class TemplateId
{
    public static bool TryParse(string? text, out Guid id) => Guid.TryParseExact(text, "D", out id);
}

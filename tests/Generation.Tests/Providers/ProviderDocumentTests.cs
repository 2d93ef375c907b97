using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>docs/providers.md has a row for every model, served or retired, and one for every failure class with what it leads to.</summary>
public sealed class ProviderDocumentTests
{
    private static readonly string[] Lines = Repository.Read("docs", "providers.md").Split('\n');

    [Fact]
    public async Task Models_OfTheCatalogue_StandInTheTables()
    {
        await using var setup = new ProviderSetup();
        var catalogue = setup.Services.GetRequiredService<ModelCatalogue>();

        foreach (var (provider, model) in catalogue.All.Where(static row => row.Model.Kind != MediaKind.Text))
        {
            var row = Lines.SingleOrDefault(line => line.StartsWith($"| {provider} | `{model.Id}` |", StringComparison.Ordinal)).ShouldNotBeNull($"{provider} {model.Id}");
            row.ShouldContain(model.ReplacedBy is { Length: > 0 } replacement ? $"`{replacement}`" : $"| {string.Join(", ", model.Resolutions)} |");
        }
    }

    [Fact]
    public async Task References_OfTheTables_AreThoseOfTheCatalogue()
    {
        await using var setup = new ProviderSetup();
        var catalogue = setup.Services.GetRequiredService<ModelCatalogue>();

        foreach (var (provider, model) in catalogue.All.Where(static row => row.Model.Kind != MediaKind.Text && string.IsNullOrEmpty(row.Model.ReplacedBy)))
        {
            var cells = Lines.Single(line => line.StartsWith($"| {provider} | `{model.Id}` |", StringComparison.Ordinal)).Split('|')[1..].Select(static cell => cell.Trim()).ToList();
            cells[model.Kind == MediaKind.Video ? 5 : 4].ShouldBe(model.MaxReferences == 0 ? "" : model.MaxReferences.ToString(CultureInfo.InvariantCulture), $"{provider} {model.Id}");
        }
    }

    [Fact]
    public void FailureClasses_StandInTheTableWithTheirRules()
    {
        foreach (var failure in Enum.GetValues<FailureClass>())
        {
            var rule = FailurePolicy.Of(failure);
            var cells = Lines.Single(line => line.StartsWith($"| `{FailureNames.Of(failure)}` |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
            cells[3].ShouldBe(rule.Retry ? "yes" : "no");
            cells[4].ShouldBe(rule.FallBack ? "yes" : FailurePolicy.IsRefusal(failure) ? "only with `fallback_on_refusal`" : "no");
            cells[5].ShouldBe(rule.Circuit switch { CircuitEffect.Counts => "counts", CircuitEffect.Opens => "opens", _ => "-" });
            cells[6].ShouldStartWith(rule.Error.Code);
        }
    }
}

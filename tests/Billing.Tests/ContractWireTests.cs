using System.Text.Json;
using NanoBanana.Contracts;

namespace NanoBanana.Billing.Tests;

public sealed class ContractWireTests
{
    [Fact]
    public void EnumsThatCrossServices_AreSnakeCaseInTheGeneratedContext()
    {
        var enums = typeof(ContractsJsonContext).Assembly.GetTypes()
            .Where(static type => type.IsEnum && ContractsJsonContext.Default.GetTypeInfo(type) is not null).ToArray();

        enums.Length.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var value in enums.SelectMany(static type => Enum.GetValues(type).Cast<object>()))
        {
            var json = JsonSerializer.Serialize(value, ContractsJsonContext.Default.GetTypeInfo(value.GetType())!);
            json.ShouldBe($"\"{JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()!)}\"");
        }
    }
}

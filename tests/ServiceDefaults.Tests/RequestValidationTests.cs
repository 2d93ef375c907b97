using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>All faults at once, each naming its field.</summary>
public sealed class RequestValidationTests
{
    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "string_too_short")]
    [InlineData("a", null)]
    [InlineData("abc", null)]
    [InlineData("abcd", "string_too_long")]
    [InlineData("🍌🍌🍌", null)]
    [InlineData("🍌🍌🍌🍌", "string_too_long")]
    [InlineData("a\0b", "string_type")]
    public void Text_Checked_IsCountedInCharacters(string? value, string? fault)
    {
        var validation = new RequestValidation();
        validation.Text("field", value, 1, 3);
        validation.Failure.Fields.SingleOrDefault()?.Type.ShouldBe(fault);
        validation.Failed.ShouldBe(fault is not null);
    }

    [Theory]
    [InlineData(null, 30, null)]
    [InlineData("", 30, null)]
    [InlineData("365", 365, null)]
    [InlineData("366", 366, "less_than_equal")]
    [InlineData("-1", -1, "greater_than_equal")]
    [InlineData("1e3", 30, "int_parsing")]
    [InlineData("99999999999", 30, "int_parsing")]
    public void QueryInt_Checked_IsAWholeNumberWithinTheLimits(string? text, int value, string? fault)
    {
        var validation = new RequestValidation();
        validation.QueryInt("days", text, 30, 1, 365).ShouldBe(value);
        validation.Failure.Fields.SingleOrDefault()?.Type.ShouldBe(fault);
    }

    [Fact]
    public void SeveralFaults_Checked_AreAllTold()
    {
        var validation = new RequestValidation();
        validation.Text("prompt", null, 1, 3);
        validation.OneOf("size", "7x7", ["1x1", "2x2"]);
        validation.Range("n", 9, 1, 4);
        validation.Failure.Fields.Select(static field => field.Field).ShouldBe(["prompt", "size", "n"]);
        validation.Failure.Fields[1].Message.ShouldBe("Input should be '1x1', '2x2'");
    }
}

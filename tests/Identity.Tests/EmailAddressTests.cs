using NanoBanana.Identity.Users;

namespace NanoBanana.Identity.Tests;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("a@b.c")]
    [InlineData("First.Last+tag@sub.example.com")]
    [InlineData("grüße@münchen.example")]
    public void Address_Plausible_Passes(string email) => EmailAddress.IsValid(email).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a@b")]
    [InlineData("@b.c")]
    [InlineData("a@")]
    [InlineData("a@b@c.d")]
    [InlineData("a b@c.d")]
    [InlineData(" a@c.d")]
    [InlineData("a@c.d\n")]
    [InlineData("a@.c")]
    [InlineData("a@c.")]
    [InlineData("a@b..c")]
    [InlineData(".a@b.c")]
    [InlineData("a..b@c.d")]
    [InlineData("<a@b.c>")]
    [InlineData("a,b@c.d")]
    public void Address_Impossible_IsRefused(string email) => EmailAddress.IsValid(email).ShouldBeFalse();

    [Fact]
    public void Address_AtAndOverItsLength_IsTold()
    {
        var local = new string('a', 64);
        EmailAddress.IsValid($"{local}@{new string('b', 187)}.c").ShouldBeTrue();
        EmailAddress.IsValid($"{local}@{new string('b', 188)}.c").ShouldBeFalse();
        EmailAddress.IsValid($"{local}a@b.c").ShouldBeFalse();
    }
}

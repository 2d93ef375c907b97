using NanoBanana.Identity.Users;

namespace NanoBanana.Identity.Api.V1;

/// <summary>An account as its owner sees it.</summary>
/// <param name="Email">Null of somebody whom GitHub signed in without one.</param>
internal sealed record UserView(Guid Id, string? Email, DateTimeOffset CreatedAt)
{
    public static UserView Of(User user) => new(user.Id, user.Email, user.CreatedAt);
}

using NanoBanana.Identity.Users;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>A user as the Lab shows one.</summary>
/// <param name="Login">At GitHub; of who signs in with a password, what stands before the @.</param>
/// <param name="UserFolderId">16 hex digits that never change.</param>
internal sealed record LabUserView(Guid Id, string Login, string? Name, string? Email, string? AvatarUrl, string UserFolderId)
{
    public static LabUserView Of(User user) => new(user.Id, user.Login, user.Name, user.Email, user.AvatarUrl, user.FolderId);
}

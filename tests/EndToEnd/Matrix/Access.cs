namespace NanoBanana.EndToEnd.Matrix;

/// <summary>Whom a route lets in.</summary>
public enum Access
{
    /// <summary>Everybody; a credential is not looked at.</summary>
    None = 0,

    /// <summary>Everybody; a credential says whose it is.</summary>
    Optional,

    /// <summary>Users by their token. A key is a credential that cannot be right here: 401.</summary>
    UserToken,

    /// <summary>Keys. A token is a credential that cannot be right here: 401.</summary>
    Key,

    /// <summary>Users and keys.</summary>
    Either,

    /// <summary>Listed operators by their token, and master keys; whoever else has proven who they are gets 403.</summary>
    Admin,
}

/// <summary>What a restricted key must be allowed; a key of a project may read and generate.</summary>
public enum Scope
{
    Read = 0,
    Generate,
    Manage,
}

/// <summary>Who calls.</summary>
public enum Who
{
    Nobody = 0,
    User,
    OtherUser,
    UserKey,
    ProjectKey,
    MasterKey,
    Admin,
}

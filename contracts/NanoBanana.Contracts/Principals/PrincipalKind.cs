namespace NanoBanana.Contracts.Principals;

/// <summary>Who a request acts for, by the kind of proof given.</summary>
public enum PrincipalKind
{
    /// <summary>Nobody gave a credential.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user, by access token.</summary>
    User,

    /// <summary>A user's API key (<c>nb_live_</c>, <c>nb_sk_</c>).</summary>
    UserKey,

    /// <summary>A project key (<c>bnt_</c>), paid by the operator.</summary>
    ProjectKey,

    /// <summary>A master key (<c>bnt_</c>): the operator.</summary>
    MasterKey,

    /// <summary>One of our own services, acting for itself.</summary>
    Service,
}

namespace Cardea.Server.Tests.Administration;

/// <summary>All that is for administrators.</summary>
public static class AdministrationPaths
{
    public static TheoryData<string, string> All { get; } = new()
    {
        { "GET", "/admin/users" }, { "GET", "/admin/users/{id}" }, { "POST", "/admin/users/{id}/lock" }, { "POST", "/admin/users/{id}/unlock" },
        { "PUT", "/admin/users/{id}/roles" }, { "DELETE", "/admin/users/{id}/factors" }, { "DELETE", "/admin/users/{id}" },
        { "GET", "/admin/users/{id}/sessions" }, { "DELETE", "/admin/users/{id}/sessions" }, { "DELETE", "/admin/users/{id}/sessions/{id}" },
        { "GET", "/admin/invitations" }, { "POST", "/admin/invitations" }, { "DELETE", "/admin/invitations/{id}" },
        { "GET", "/admin/statistics" }, { "GET", "/admin/live" },
        { "GET", "/admin/events" }, { "GET", "/admin/keys" }, { "POST", "/admin/keys/rotate" }, { "DELETE", "/admin/keys/{id}" },
    };
}

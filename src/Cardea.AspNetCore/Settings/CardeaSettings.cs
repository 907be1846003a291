using Cardea.Accounts;
using Cardea.Attempts;
using Cardea.Cookies;
using Cardea.Factors;
using Cardea.Mail;
using static Cardea.AspNetCore.Settings.SettingForm;

namespace Cardea.AspNetCore.Settings;

/// <summary>All settings of <see cref="CardeaOptions"/>. A test compares the list with the options.</summary>
internal static class CardeaSettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new(nameof(CardeaOptions.Issuer), Text),
        new(nameof(CardeaOptions.Audience), Text),
        new(nameof(CardeaOptions.ClientId), Text),
        new(nameof(CardeaOptions.MasterKey), Text),
        new(nameof(CardeaOptions.AccessTokenLifetime), Duration),
        new(nameof(CardeaOptions.RefreshGrace), Duration),
        new(nameof(CardeaOptions.IdleTimeout), Duration),
        new(nameof(CardeaOptions.SessionLifetime), Duration),
        new(nameof(CardeaOptions.ClockSkew), Duration),
        new(nameof(CardeaOptions.ReissueAfterLoss), Switch),
        new(nameof(CardeaOptions.SessionsPerUser), Whole),
        new(nameof(CardeaOptions.SweepInterval), Duration),
        new(nameof(CardeaOptions.MigrateAtStart), Switch),
        new(nameof(CardeaOptions.StartTimeout), Duration),
        new(nameof(CardeaOptions.KeyLifetime), Duration),
        new(nameof(CardeaOptions.StalenessBound), Duration),
        new($"{nameof(CardeaOptions.ResourceApis)}:{Setting.Place}:{nameof(ResourceApi.Name)}", Text),
        new($"{nameof(CardeaOptions.ResourceApis)}:{Setting.Place}:{nameof(ResourceApi.Secret)}", Text),
        new(nameof(CardeaOptions.ServiceName), Text),
        new(nameof(CardeaOptions.AccountPages), Text),
        new(nameof(CardeaOptions.RecentAuthentication), Duration),
        new(nameof(CardeaOptions.Registration), OneOf<RegistrationMode>()),
        new(nameof(CardeaOptions.SignInByLink), Switch),
        new(nameof(CardeaOptions.RequireSecondFactor), OneOf<SecondFactorRequirement>()),
        new(nameof(CardeaOptions.TrustedDeviceLifetime), Duration),
        new(nameof(CardeaOptions.EventRetention), Duration),
        new(nameof(CardeaOptions.MailTemplates), Text),
        new($"{nameof(CardeaOptions.AllowedOrigins)}:{Setting.Place}", Text),
        new($"{nameof(CardeaOptions.ReturnUrls)}:{Setting.Place}", Text),
        new(nameof(CardeaOptions.AllowCustomSchemes), Switch),
        new($"{nameof(CardeaOptions.Cookies)}:{nameof(CookieRules.SameSite)}", OneOf<CookieSameSite>()),
        new($"{nameof(CardeaOptions.Cookies)}:{nameof(CookieRules.RotateAfter)}", Duration),
        new($"{nameof(CardeaOptions.Passwords)}:{nameof(PasswordRules.MinimumLength)}", Whole),
        new($"{nameof(CardeaOptions.Passwords)}:{nameof(PasswordRules.MemoryKiB)}", Whole),
        new($"{nameof(CardeaOptions.Passwords)}:{nameof(PasswordRules.Iterations)}", Whole),
        new($"{nameof(CardeaOptions.Passwords)}:{nameof(PasswordRules.BreachedFile)}", Text),
        new($"{nameof(CardeaOptions.Passwords)}:{nameof(PasswordRules.BreachedRange)}", Text),
        new($"{nameof(CardeaOptions.Attempts)}:{nameof(AttemptRules.PerAccount)}", Whole),
        new($"{nameof(CardeaOptions.Attempts)}:{nameof(AttemptRules.PerNetwork)}", Whole),
        new($"{nameof(CardeaOptions.Attempts)}:{nameof(AttemptRules.Window)}", Duration),
        new($"{nameof(CardeaOptions.Attempts)}:{nameof(AttemptRules.SignIns)}", Whole),
        new($"{nameof(CardeaOptions.Attempts)}:{nameof(AttemptRules.Registrations)}", Whole),
        new($"{nameof(CardeaOptions.Passkeys)}:{nameof(PasskeyRules.Domain)}", Text),
        new($"{nameof(CardeaOptions.Passkeys)}:{nameof(PasskeyRules.Origins)}:{Setting.Place}", Text),
        new($"{nameof(CardeaOptions.RelatedOrigins)}:{Setting.Place}", Text),
        new($"{nameof(CardeaOptions.Smtp)}:{nameof(SmtpRules.Host)}", Text),
        new($"{nameof(CardeaOptions.Smtp)}:{nameof(SmtpRules.Port)}", Whole),
        new($"{nameof(CardeaOptions.Smtp)}:{nameof(SmtpRules.Security)}", OneOf<SmtpSecurity>()),
        new($"{nameof(CardeaOptions.Smtp)}:{nameof(SmtpRules.UserName)}", Text),
        new($"{nameof(CardeaOptions.Smtp)}:{nameof(SmtpRules.Password)}", Text),
        new($"{nameof(CardeaOptions.Smtp)}:{nameof(SmtpRules.From)}", Text),
        new($"{nameof(CardeaOptions.Smtp)}:{nameof(SmtpRules.Timeout)}", Duration),
    ];
}

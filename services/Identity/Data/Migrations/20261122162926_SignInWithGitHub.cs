using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class SignInWithGitHub : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "normalized_email",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "email",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AddColumn<string>(
                name: "avatar_url",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_id",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_login",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "pending_sign_ins",
                schema: "identity",
                columns: table => new
                {
                    state_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    code_verifier = table.Column<string>(type: "text", nullable: false),
                    redirect_uri = table.Column<string>(type: "text", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_sign_ins", x => x.state_hash);
                    table.CheckConstraint("ck_pending_sign_ins_state_is_sha256", "length(state_hash) = 32");
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_provider_provider_id",
                schema: "identity",
                table: "users",
                columns: new[] { "provider", "provider_id" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_users_email_is_normalized",
                schema: "identity",
                table: "users",
                sql: "(email IS NULL) = (normalized_email IS NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_users_have_a_way_in",
                schema: "identity",
                table: "users",
                sql: "email IS NOT NULL OR provider IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_users_provider_has_id",
                schema: "identity",
                table: "users",
                sql: "(provider IS NULL) = (provider_id IS NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_pending_sign_ins_expires_at",
                schema: "identity",
                table: "pending_sign_ins",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pending_sign_ins",
                schema: "identity");

            migrationBuilder.DropIndex(
                name: "ix_users_provider_provider_id",
                schema: "identity",
                table: "users");

            migrationBuilder.DropCheckConstraint(
                name: "ck_users_email_is_normalized",
                schema: "identity",
                table: "users");

            migrationBuilder.DropCheckConstraint(
                name: "ck_users_have_a_way_in",
                schema: "identity",
                table: "users");

            migrationBuilder.DropCheckConstraint(
                name: "ck_users_provider_has_id",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "avatar_url",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "name",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "provider",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "provider_id",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "provider_login",
                schema: "identity",
                table: "users");

            migrationBuilder.AlterColumn<string>(
                name: "normalized_email",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "email",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);
        }
    }
}

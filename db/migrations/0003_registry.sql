CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"key_hash" text NOT NULL,
	"key_start" text NOT NULL,
	"scopes" text[] NOT NULL,
	"community_ids" uuid[] NOT NULL,
	"platforms" text[],
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_keys_key_hash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"community_id" uuid,
	"actor" jsonb NOT NULL,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"community_id" uuid,
	"request_hash" text NOT NULL,
	"outcome" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "response_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"community_id" uuid NOT NULL,
	"opener" text NOT NULL,
	"event" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone DEFAULT now() + interval '1 hour' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "responses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"part" text NOT NULL,
	"response" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activity_flushes" (
	"channel" text NOT NULL,
	"number" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "activity_flushes_channel_number_pk" PRIMARY KEY("channel","number")
);
--> statement-breakpoint
CREATE TABLE "command_overrides" (
	"community_id" uuid NOT NULL,
	"command" text NOT NULL,
	"options" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "command_overrides_community_id_command_pk" PRIMARY KEY("community_id","command")
);
--> statement-breakpoint
CREATE TABLE "command_permits" (
	"community_id" uuid NOT NULL,
	"account" text NOT NULL,
	"command" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "command_permits_community_id_account_command_pk" PRIMARY KEY("community_id","account","command")
);
--> statement-breakpoint
CREATE TABLE "command_usage" (
	"community_id" uuid NOT NULL,
	"command" text NOT NULL,
	"day" date NOT NULL,
	"uses" integer NOT NULL,
	CONSTRAINT "command_usage_community_id_command_day_pk" PRIMARY KEY("community_id","command","day")
);
--> statement-breakpoint
CREATE TABLE "member_roles" (
	"member_id" uuid PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "dead_letters_community_idx";--> statement-breakpoint
ALTER TABLE "commands" ALTER COLUMN "text" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "replies" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "options" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "limits" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "dead_letters" ADD COLUMN "kind" text DEFAULT 'unknown' NOT NULL;--> statement-breakpoint
ALTER TABLE "dead_letters" ADD COLUMN "command" text;--> statement-breakpoint
ALTER TABLE "dead_letters" ADD COLUMN "channel" text;--> statement-breakpoint
ALTER TABLE "dead_letters" ADD COLUMN "tries" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "dead_letters" ADD COLUMN "replaying_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "dead_letters" ADD COLUMN "settled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "dead_letters" ADD COLUMN "settled" text;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "response_sessions" ADD CONSTRAINT "response_sessions_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responses" ADD CONSTRAINT "responses_session_id_response_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."response_sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "command_overrides" ADD CONSTRAINT "command_overrides_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "command_permits" ADD CONSTRAINT "command_permits_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "command_usage" ADD CONSTRAINT "command_usage_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_roles" ADD CONSTRAINT "member_roles_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_community_idx" ON "audit_log" USING btree ("community_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_target_idx" ON "audit_log" USING btree ("community_id","target","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires_idx" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_community_idx" ON "idempotency_keys" USING btree ("community_id");--> statement-breakpoint
CREATE UNIQUE INDEX "response_sessions_opener_event_key" ON "response_sessions" USING btree ("opener","event");--> statement-breakpoint
CREATE INDEX "response_sessions_community_idx" ON "response_sessions" USING btree ("community_id");--> statement-breakpoint
CREATE INDEX "response_sessions_expires_idx" ON "response_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "responses_session_part_key" ON "responses" USING btree ("session_id","part");--> statement-breakpoint
CREATE INDEX "activity_flushes_created_idx" ON "activity_flushes" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "command_overrides_expires_idx" ON "command_overrides" USING btree ((options ->> 'expiresAt')) WHERE options ? 'expiresAt';--> statement-breakpoint
CREATE INDEX "command_permits_until_idx" ON "command_permits" USING btree ("until");--> statement-breakpoint
CREATE INDEX "commands_expires_idx" ON "commands" USING btree ((options ->> 'expiresAt')) WHERE options ? 'expiresAt';--> statement-breakpoint
CREATE INDEX "accounts_login_idx" ON "accounts" USING btree ("platform",lower(login));--> statement-breakpoint
CREATE INDEX "dead_letters_community_idx" ON "dead_letters" USING btree ("community_id","id");--> statement-breakpoint
UPDATE "commands" SET "replies" = jsonb_build_array(jsonb_build_object('text', "text", 'weight', 1));--> statement-breakpoint
-- The version before writes and reads one text; while both run, or after a rollback, each sees what the other wrote.
CREATE FUNCTION "commands_keep_text"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP = 'INSERT' AND NEW.replies = '[]'::jsonb)
    OR (TG_OP = 'UPDATE' AND NEW.text IS DISTINCT FROM OLD.text AND NEW.replies = OLD.replies) THEN
    NEW.replies := jsonb_build_array(jsonb_build_object('text', NEW.text, 'weight', 1));
  ELSE
    NEW.text := coalesce(NEW.replies -> 0 ->> 'text', '');
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER "commands_keep_text" BEFORE INSERT OR UPDATE ON "commands" FOR EACH ROW EXECUTE FUNCTION "commands_keep_text"();

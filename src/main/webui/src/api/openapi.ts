/** Made by `npm run types` from the service's OpenAPI document: what it answers and takes. Not to be edited. */

export interface components {
    schemas: {
        AccountChange: {
            organization_id?: components["schemas"]["UUID"] | null;
            name?: string | null;
            type?: string | null;
            settings?: {
                [key: string]: components["schemas"]["AnyJson"];
            } | null;
            is_active?: boolean | null;
            /** Format: int32 */
            reopen_days?: number | null;
        };
        AccountView: {
            id: components["schemas"]["UUID"];
            organization_id: components["schemas"]["UUID"];
            name: string;
            type: string;
            settings: {
                [key: string]: components["schemas"]["AnyJson"];
            };
            is_active: boolean;
            /** Format: int32 */
            reopen_days: number;
            connection: components["schemas"]["State"];
            authorized_by: string | null;
            /** Format: uri */
            webhook_url: string | null;
            last_inbound_at: components["schemas"]["OffsetDateTime"] | null;
            last_outbound_at: components["schemas"]["OffsetDateTime"] | null;
            archived_at: components["schemas"]["OffsetDateTime"] | null;
            created_at: components["schemas"]["OffsetDateTime"];
            updated_at: components["schemas"]["OffsetDateTime"];
            credentials?: {
                [key: string]: string;
            };
        };
        Action: {
            id: string;
            label: string;
            url: string | null;
        };
        ActionTrace: {
            type: string;
            outcome: components["schemas"]["ActionResultOutcome"];
            detail: string;
            told: components["schemas"]["Words"] | null;
        };
        ActionView: {
            type: string;
            settings: components["schemas"]["SettingView"][];
        };
        Actor: {
            type: string;
            id: components["schemas"]["UUID"] | null;
            name: string;
        };
        AddedUser: {
            id: components["schemas"]["UUID"];
            name: string;
            email: string;
            role: components["schemas"]["Role"];
            avatar_url: string | null;
            is_active: boolean;
            presence: components["schemas"]["PresenceState"];
            team_ids: string[];
            created_at: components["schemas"]["OffsetDateTime"];
            initial_password: string | null;
        };
        Agent: {
            name: string;
            avatar_url: string | null;
        };
        /** @description Any JSON value */
        AnyJson: unknown;
        Attachment: {
            /** Format: int64 */
            max_bytes: number;
            content_types: string[];
        };
        AttachmentView: {
            id: components["schemas"]["UUID"];
            /** @enum {string} */
            kind: "image" | "video" | "audio" | "file" | "sticker";
            file_name: string;
            content_type: string;
            /** Format: int64 */
            size: number | null;
            url: string;
            /** @enum {string} */
            state: "stored" | "fetching" | "failed";
            error: components["schemas"]["ChannelProblem"] | null;
            inline: boolean;
        };
        Attempt: {
            /** Format: int32 */
            number: number;
            at: components["schemas"]["OffsetDateTime"];
            /** Format: int32 */
            milliseconds: number;
            /** Format: int32 */
            status: number | null;
            code: string | null;
            words: string | null;
            answer: string | null;
        };
        Author: {
            /** @enum {string} */
            type: "contact" | "user" | "automation" | "ai" | "system";
            id: components["schemas"]["UUID"] | null;
            name: string | null;
        };
        Begun: {
            conversation: components["schemas"]["VisitorConversation"];
            message: components["schemas"]["VisitorMessage"];
            contact: components["schemas"]["VisitorContact"];
        };
        Bucket: {
            first_response_seconds: components["schemas"]["Times"];
            /** Format: int64 */
            messages_received: number;
            /** Format: int64 */
            messages_sent: number;
            /** Format: int64 */
            messages_failed: number;
            /** Format: int64 */
            conversations: number;
            at: components["schemas"]["Instant"];
        };
        ButtonRequest: {
            id: string;
            title: string;
            url?: string | null;
        };
        CannedResponse: {
            id: components["schemas"]["UUID"];
            short_code: string;
            text: string;
            team_id: components["schemas"]["UUID"] | null;
        };
        CannedResponseChange: {
            short_code?: string | null;
            text?: string | null;
            /** Format: uuid */
            team_id?: string | null;
        };
        Card: {
            title: string;
            text: string | null;
            image_url: string | null;
            actions: components["schemas"]["Action"][];
        };
        Catalog: {
            events: string[];
            fields: components["schemas"]["FieldView"][];
            actions: components["schemas"]["ActionView"][];
            merge_fields: string[];
        };
        ChannelProblem: {
            code: string;
            detail?: string | null;
            hint?: string | null;
        };
        ChannelTypeView: {
            type: string;
            label: string;
            category: string;
            connect: components["schemas"]["DescriptorConnect"];
            oauth: components["schemas"]["ConsentView"][];
            receives: components["schemas"]["ContentKind"][];
            sends: components["schemas"]["ContentKind"][];
            reports: components["schemas"]["DeliveryStatus"][];
            settings: components["schemas"]["Field"][];
            setup: string[];
            /** Format: double */
            reply_window_hours: number | null;
            reacts: boolean;
            round_trip: boolean;
            /** Format: int32 */
            max_slides: number;
            /** Format: int32 */
            max_form_fields: number;
            limits: components["schemas"]["LimitsView"];
        };
        CheckView: {
            code: string;
            grade: components["schemas"]["FindingGrade"];
            detail: string;
            hint: string | null;
        };
        Choices: {
            state: components["schemas"]["OAuthAttemptStatus"];
            offer: string;
            expires_at: components["schemas"]["Instant"];
            problem: components["schemas"]["ChannelProblem"] | null;
            items: components["schemas"]["Item"][];
        };
        ColorPair: {
            primary: string;
            on_primary: string;
        };
        ConsentView: {
            id: string;
            label: string;
            needs: string[];
            fills: string[];
            /** Format: uri */
            redirect_uri: string;
        };
        ContactCard: {
            name: string | null;
            phones: string[];
            emails: string[];
        };
        ContactChange: {
            name?: string | null;
            email?: string | null;
            phone?: string | null;
            attributes?: {
                [key: string]: unknown;
            } | null;
            /** Format: uuid */
            crm_record_id?: string | null;
            is_blocked?: boolean | null;
        };
        ContactRequest: {
            name: string;
            phones?: string[] | null;
            emails?: string[] | null;
        };
        ContactView: {
            id: components["schemas"]["UUID"];
            name: string;
            email: string | null;
            phone: string | null;
            avatar_url: string | null;
            locale: string | null;
            is_blocked: boolean;
            identities: components["schemas"]["Identity"][];
            crm: components["schemas"]["Crm"] | null;
            mail_refusal: components["schemas"]["MailRefusal"] | null;
            attributes: {
                [key: string]: unknown;
            };
            possibly_same: components["schemas"]["Same"][];
            created_at: components["schemas"]["Instant"];
            updated_at: components["schemas"]["Instant"];
        };
        ConversationChange: {
            status?: ("open" | "pending" | "resolved" | "closed") | null;
            priority?: ("low" | "normal" | "high" | "urgent") | null;
            /** Format: uuid */
            assignee_id?: string | null;
            /** Format: uuid */
            team_id?: string | null;
            /**
             * Format: date-time
             * @example 2022-03-10T16:15:50Z
             */
            snoozed_until?: string | null;
            tags?: string[] | null;
        };
        ConversationView: {
            id: components["schemas"]["UUID"];
            /** Format: int64 */
            number: number;
            channel_account_id: components["schemas"]["UUID"];
            channel_type: string;
            contact: components["schemas"]["Person"];
            subject: string | null;
            group_name: string | null;
            continues: components["schemas"]["Earlier"] | null;
            attributes: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            status: "open" | "pending" | "resolved" | "closed";
            snoozed_until: components["schemas"]["Instant"] | null;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "urgent";
            assignee: components["schemas"]["Person"] | null;
            team: components["schemas"]["Named"] | null;
            tags: string[];
            /** Format: int32 */
            unread_count: number;
            last_message: components["schemas"]["LastMessage"] | null;
            reply_window: components["schemas"]["ReplyWindow"] | null;
            activity_at: components["schemas"]["Instant"];
            archived_at: components["schemas"]["Instant"] | null;
            created_at: components["schemas"]["Instant"];
            updated_at: components["schemas"]["Instant"];
        };
        CopyView: {
            channel_account_id: components["schemas"]["UUID"];
            conversation_id: components["schemas"]["UUID"];
            /** Format: int64 */
            number: number;
        };
        Count: {
            /** @enum {string} */
            status: "open" | "pending" | "resolved" | "closed";
            assignee_id: components["schemas"]["UUID"] | null;
            team_id: components["schemas"]["UUID"] | null;
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            unread: number;
        };
        Counts: {
            /** Format: int64 */
            messages_received: number;
            /** Format: int64 */
            messages_sent: number;
            /** Format: int64 */
            messages_failed: number;
            /** Format: int64 */
            conversations: number;
            first_response_seconds: components["schemas"]["Times"];
        };
        CreatedAnswer: {
            id: components["schemas"]["UUID"];
            name: string;
            channels_enabled: boolean;
            time_zone: string;
            locale: string;
            owner_id: components["schemas"]["UUID"];
            initial_password: string | null;
        };
        Crm: {
            /** @enum {string} */
            kind: "client" | "contact" | "lead";
            id: components["schemas"]["UUID"];
            name: string;
            url: string | null;
        };
        CrmRecordView: {
            id: components["schemas"]["UUID"];
            /** @enum {string} */
            kind: "client" | "contact" | "lead";
            name: string;
            email: string | null;
            phone: string | null;
            url: string | null;
            created_at: components["schemas"]["Instant"];
        };
        Days: {
            from: components["schemas"]["LocalDate"];
            to: components["schemas"]["LocalDate"];
        };
        Decisive: {
            path: string;
            field: string;
            operator: string;
            expected: unknown;
            seen: unknown;
            held: boolean;
        };
        DeliveryView: {
            id: components["schemas"]["UUID"];
            webhook_id: string;
            event: string;
            /** @enum {string} */
            state: "pending" | "sending" | "delivered" | "failed";
            /** Format: int32 */
            attempts: number;
            /** Format: int32 */
            last_status: number | null;
            last_code: string | null;
            next_attempt_at: components["schemas"]["OffsetDateTime"] | null;
            created_at: components["schemas"]["OffsetDateTime"];
            finished_at: components["schemas"]["OffsetDateTime"] | null;
            body: string;
            log: components["schemas"]["Attempt"][] | null;
        };
        Described: {
            contact: components["schemas"]["VisitorContact"];
        };
        Description: {
            name?: string | null;
            email?: string | null;
            phone?: string | null;
            consent?: boolean | null;
            attributes?: {
                [key: string]: unknown;
            } | null;
        };
        Disabled: {
            reason: string;
            at: components["schemas"]["OffsetDateTime"];
            hint: string;
        };
        DryRunReport: {
            /** Format: int32 */
            tried: number;
            /** Format: int32 */
            matched: number;
            /** Format: int32 */
            saved_matched: number;
            /** Format: int32 */
            differing: number;
            items: components["schemas"]["Line"][];
        };
        Earlier: {
            id: components["schemas"]["UUID"];
            /** Format: int64 */
            number: number;
        };
        Entry: {
            id: components["schemas"]["UUID"];
            actor: components["schemas"]["Actor"];
            action: string;
            target: components["schemas"]["EntryTarget"];
            detail: {
                [key: string]: unknown;
            };
            address: string | null;
            created_at: components["schemas"]["OffsetDateTime"];
        };
        EntryTarget: {
            type: string;
            id: components["schemas"]["UUID"] | null;
        };
        Events: {
            event_id: string;
            resync: boolean;
            items: components["schemas"]["VisitorFrame"][];
        };
        Explanation: {
            matched: boolean;
            decisive: components["schemas"]["Decisive"][];
        };
        Features: {
            attachments: boolean;
            emoji: boolean;
            sound: boolean;
            transcript: boolean;
        };
        Field: {
            name: string;
            label: string;
            type: components["schemas"]["SettingFieldType"];
            secret: boolean;
            required: boolean;
            format: string | null;
            choices: string[];
            help: string | null;
            default: components["schemas"]["AnyJson"] | null;
            source: components["schemas"]["SettingFieldSource"];
            replaceable: boolean;
            revocable: boolean;
        };
        FieldRequest: {
            key: string;
            type?: components["schemas"]["FormFieldType"] | null;
            label: string;
            required?: boolean | null;
            /** Format: int32 */
            max?: number | null;
            options?: string[] | null;
        };
        FieldView: {
            name: string;
            type: components["schemas"]["ValueType"];
            keyed: boolean;
            choices: string[];
            refers_to: string | null;
            operators: components["schemas"]["OperatorView"][];
        };
        File: {
            id: components["schemas"]["UUID"];
            /** @enum {string} */
            kind: "image" | "video" | "audio" | "file" | "sticker";
            file_name: string;
            content_type: string;
            /** Format: int64 */
            size: number | null;
            url: string | null;
        };
        FileLimits: {
            /** Format: int32 */
            text_chars: number;
            /** Format: int64 */
            file_bytes: number;
            file_types: string[];
        };
        Filled: {
            text: string;
        };
        FilledForm: {
            source_message_id?: string | null;
            values?: {
                [key: string]: unknown;
            } | null;
        };
        Filling: {
            conversation_id: components["schemas"]["UUID"];
        };
        Foreseen: {
            settings: {
                [key: string]: unknown;
            };
            done: boolean;
        };
        FormAnswer: {
            key: string | null;
            label: string;
            value: string | boolean;
        };
        FormField: {
            key: string;
            type: components["schemas"]["FormFieldType"];
            label: string;
            required: boolean;
            /** Format: int32 */
            max: number;
            options: string[];
        };
        /** @enum {string} */
        FormFieldType: "text" | "email" | "phone" | "select" | "checkbox";
        FormRequest: {
            title: string;
            fields: components["schemas"]["FieldRequest"][];
            submit_label?: string | null;
        };
        FullText: {
            text: string | null;
            html: string | null;
        };
        HealthView: {
            grade: components["schemas"]["FindingGrade"];
            checked_at: components["schemas"]["Instant"] | null;
            checks: components["schemas"]["CheckView"][];
        };
        HelpDeskView: {
            name: string;
            /** @enum {string} */
            state: "queued" | "done" | "failed";
            detail: string | null;
        };
        Hours: {
            open_now: boolean;
            opens_at: components["schemas"]["Instant"] | null;
        };
        IdentifiedView: {
            contact: components["schemas"]["VisitorContact"];
            verified: boolean;
            visitor_token: string | null;
            /** Format: int64 */
            visitor_days: number;
        };
        Identify: {
            identity?: components["schemas"]["IdentityClaims"] | null;
        };
        Identity: {
            /** @enum {string} */
            kind: "provider" | "phone" | "email";
            channel_type: string | null;
            channel_account_id: components["schemas"]["UUID"] | null;
            value: string;
            display_name: string | null;
            unreachable_reason: ("blocked" | "undeliverable" | "unsubscribed") | null;
        };
        IdentityClaims: {
            external_id?: string | null;
            identifier_hash?: string | null;
            jwt?: string | null;
            email?: string | null;
            name?: string | null;
            phone?: string | null;
            custom?: {
                [key: string]: unknown;
            } | null;
        };
        IdentityPolicy: {
            required: boolean;
        };
        Imported: {
            /** Format: int32 */
            imported: number;
            refused: components["schemas"]["Refused"][];
        };
        /**
         * Format: date-time
         * @example 2022-03-10T16:15:50Z
         */
        Instant: string;
        /** @enum {string} */
        Interval: "hour" | "day" | "week";
        Item: {
            id: string;
            label: string;
            detail: string;
            is_selectable: boolean;
            obstacle: string | null;
        };
        JournalView: {
            id: components["schemas"]["UUID"];
            received_at: components["schemas"]["Instant"];
            source: components["schemas"]["IncomingEventSource"];
            outcome: components["schemas"]["EventResultOutcome"];
            reason: string | null;
            problem: components["schemas"]["ChannelProblem"] | null;
            /** Format: int32 */
            event_count: number;
            headers: {
                [key: string]: unknown;
            };
            payload: string;
            message_ids: string[];
            /** Format: int32 */
            attempts: number;
            replayed_at: components["schemas"]["Instant"] | null;
        };
        LastMessage: {
            id: components["schemas"]["UUID"];
            preview: string | null;
            /** @enum {string} */
            direction: "inbound" | "outbound" | "note" | "event";
            created_at: components["schemas"]["Instant"];
            delivery_status: components["schemas"]["DeliveryStatus"] | null;
        };
        LauncherConfig: {
            colors: components["schemas"]["ColorPair"];
            position: string;
            locale: string | null;
            launcher: {
                [key: string]: string;
            };
            hidden: boolean;
            lazy_cookie: boolean;
        };
        LimitsView: {
            /** Format: int32 */
            text_length: number;
            /** Format: int32 */
            caption_length: number;
            /** Format: int32 */
            max_attachments: number;
            attachments: {
                [key: string]: components["schemas"]["Attachment"];
            };
            /** Format: int32 */
            max_buttons: number;
            /** Format: double */
            messages_per_second: number;
            /** Format: int32 */
            burst: number;
            pair: components["schemas"]["Pair"] | null;
        };
        Line: {
            message: components["schemas"]["TriedMessage"];
            edited: components["schemas"]["Explanation"];
            saved: components["schemas"]["Explanation"] | null;
            differs: boolean;
            actions: components["schemas"]["Foreseen"][];
            saved_actions: components["schemas"]["Foreseen"][];
        };
        ListedSession: {
            id: components["schemas"]["UUID"];
            address: string | null;
            user_agent: string | null;
            created_at: components["schemas"]["OffsetDateTime"];
            last_used_at: components["schemas"]["OffsetDateTime"];
            expires_at: components["schemas"]["OffsetDateTime"];
            is_current: boolean;
        };
        /**
         * Format: date
         * @example 2022-03-10
         */
        LocalDate: string;
        LocationRequest: {
            /** Format: double */
            latitude: number;
            /** Format: double */
            longitude: number;
            title?: string | null;
            address?: string | null;
        };
        MadeToken: {
            id: components["schemas"]["UUID"];
            name: string;
            scopes: string[];
            user_id: components["schemas"]["UUID"];
            last_four: string;
            expires_at: components["schemas"]["OffsetDateTime"] | null;
            created_at: components["schemas"]["OffsetDateTime"];
            token: string;
        };
        MailAddress: {
            name: string;
            address: string;
        };
        MailHeader: {
            subject?: string | null;
            from?: components["schemas"]["MailAddress"];
            reply_to?: components["schemas"]["MailAddress"][];
            to?: components["schemas"]["MailAddress"][];
            cc?: components["schemas"]["MailAddress"][];
            bcc?: components["schemas"]["MailAddress"][];
            date?: components["schemas"]["Instant"];
            references?: string[];
            content_hash?: string;
            automatic?: boolean;
            bulk?: boolean;
            has_more?: boolean;
            new_participant?: boolean;
            matched_by?: ("reply_token" | "in_reply_to" | "references" | "subject_participants") | null;
            quote?: boolean;
            forward?: boolean;
            signature?: components["schemas"]["MailSignature"];
            warnings?: components["schemas"]["MessageContentMailWarning"][];
            receipts?: components["schemas"]["MailReceipt"][];
        };
        MailReceipt: {
            recipient?: string;
            status: components["schemas"]["DeliveryStatus"];
            at: components["schemas"]["Instant"];
            note?: components["schemas"]["ChannelProblem"];
        };
        MailRefusal: {
            /** @enum {string} */
            reason: "unsubscribed" | "undeliverable";
            refused_at: components["schemas"]["Instant"];
        };
        MailRequest: {
            subject?: string | null;
            to?: components["schemas"]["Recipient"][] | null;
            cc?: components["schemas"]["Recipient"][] | null;
            bcc?: components["schemas"]["Recipient"][] | null;
            signature?: boolean | null;
            quote?: boolean | null;
            forward?: boolean | null;
        };
        MailSignature: {
            html: string;
            text: string;
        };
        MailboxRefill: {
            id: components["schemas"]["UUID"];
            from: components["schemas"]["LocalDate"];
            to: components["schemas"]["LocalDate"];
            /** Format: int32 */
            found: number | null;
            created_at: components["schemas"]["Instant"];
            ended_at: components["schemas"]["Instant"] | null;
        };
        Merge: {
            into: components["schemas"]["UUID"];
        };
        MessageButton: {
            id: string;
            title: string;
            url?: string;
        };
        MessageContent: {
            /** Format: double */
            latitude?: number;
            /** Format: double */
            longitude?: number;
            title?: string;
            address?: string;
            contacts?: components["schemas"]["ContactCard"][];
            question?: string;
            options?: components["schemas"]["PollOption"][];
            payload?: string;
            label?: string | null;
            emoji?: string;
            buttons?: components["schemas"]["MessageButton"][];
            carousel?: components["schemas"]["SentSlide"][];
            form?: components["schemas"]["SentForm"];
            form_id?: components["schemas"]["UUID"];
            answers?: components["schemas"]["FormAnswer"][];
            template?: components["schemas"]["UsedTemplate"];
            mail?: components["schemas"]["MailHeader"];
            event?: string;
        };
        MessageRequest: {
            text?: string | null;
            html?: string | null;
            attachments?: string[] | null;
            reply_to_id?: components["schemas"]["UUID"] | null;
            buttons?: components["schemas"]["ButtonRequest"][] | null;
            template?: components["schemas"]["TemplateRequest"] | null;
            location?: components["schemas"]["LocationRequest"] | null;
            contacts?: components["schemas"]["ContactRequest"][] | null;
            carousel?: components["schemas"]["SlideRequest"][] | null;
            poll?: components["schemas"]["PollRequest"] | null;
            form?: components["schemas"]["FormRequest"] | null;
            private?: boolean | null;
            client_id?: components["schemas"]["UUID"] | null;
            seen_message_id?: components["schemas"]["UUID"] | null;
            mail?: components["schemas"]["MailRequest"] | null;
        };
        MessageView: {
            id: components["schemas"]["UUID"];
            conversation_id: components["schemas"]["UUID"];
            /** @enum {string} */
            direction: "inbound" | "outbound" | "note" | "event";
            kind: components["schemas"]["ContentKind"];
            text: string | null;
            html: string | null;
            content: components["schemas"]["MessageContent"] | null;
            attachments: components["schemas"]["AttachmentView"][];
            copies: components["schemas"]["CopyView"][];
            reply_to_id: components["schemas"]["UUID"] | null;
            author: components["schemas"]["Author"];
            provider_message_id: string | null;
            delivery_status: components["schemas"]["DeliveryStatus"] | null;
            error: components["schemas"]["ChannelProblem"] | null;
            reactions: components["schemas"]["Reaction"][];
            client_id: components["schemas"]["UUID"] | null;
            edited_at: components["schemas"]["Instant"] | null;
            deleted_at: components["schemas"]["Instant"] | null;
            created_at: components["schemas"]["Instant"];
            sent_at: components["schemas"]["Instant"] | null;
            delivered_at: components["schemas"]["Instant"] | null;
            read_at: components["schemas"]["Instant"] | null;
        };
        Named: {
            id: components["schemas"]["UUID"];
            name: string;
        };
        NewAccount: {
            organization_id?: components["schemas"]["UUID"] | null;
            name: string;
            type: string;
            settings?: {
                [key: string]: components["schemas"]["AnyJson"];
            } | null;
            is_active?: boolean | null;
            /** Format: int32 */
            reopen_days?: number | null;
        };
        NewCannedResponse: {
            short_code: string;
            text: string;
            team_id?: components["schemas"]["UUID"] | null;
        };
        NewContact: {
            name: string;
            email?: string | null;
            phone?: string | null;
            attributes?: {
                [key: string]: unknown;
            } | null;
            crm_record_id?: components["schemas"]["UUID"] | null;
        };
        NewConversation: {
            client_id?: components["schemas"]["UUID"] | null;
            prechat?: {
                [key: string]: unknown;
            } | null;
            message?: components["schemas"]["VisitorDraft"] | null;
            page?: components["schemas"]["Page"] | null;
        };
        NewCrmRecord: {
            /** @enum {string} */
            kind: "client" | "contact" | "lead";
            name: string;
            email?: string | null;
            phone?: string | null;
            url?: string | null;
        };
        NewOrganizationRequest: {
            name: string;
            time_zone?: string | null;
            locale?: string | null;
            owner?: components["schemas"]["NewOwnerRequest"] | null;
        };
        NewOwnerRequest: {
            name: string;
            email: string;
            password?: components["schemas"]["Secret"] | null;
        };
        NewPassword: {
            initial_password: string;
        };
        NewSession: {
            channel_key?: string | null;
            visitor_token?: string | null;
            identity?: components["schemas"]["IdentityClaims"] | null;
            locale?: string | null;
            timezone?: string | null;
            page?: components["schemas"]["Page"] | null;
        };
        NewSubscription: {
            name?: string | null;
            url: string;
            events: string[];
            algorithm?: string | null;
        };
        NewTag: {
            name: string;
            color?: string | null;
        };
        NewTeam: {
            name: string;
            member_ids?: string[] | null;
        };
        NewTicketRequest: {
            subject: string;
            description?: string | null;
            status?: ("open" | "pending" | "resolved" | "closed") | null;
            priority?: ("low" | "normal" | "high" | "urgent") | null;
            assignee_id?: components["schemas"]["UUID"] | null;
            conversation_id?: components["schemas"]["UUID"] | null;
        };
        NewToken: {
            name: string;
            scopes?: string[] | null;
            expires_at?: components["schemas"]["OffsetDateTime"] | null;
        };
        NewUserRequest: {
            name: string;
            email: string;
            role: components["schemas"]["Role"];
            password?: components["schemas"]["Secret"] | null;
            avatar_url?: string | null;
        };
        Notification: {
            id: components["schemas"]["UUID"];
            conversation_id: components["schemas"]["UUID"] | null;
            contact_name: string | null;
            channel_account_id: components["schemas"]["UUID"] | null;
            channel_account_name: string | null;
            by_name: string;
            text: string;
            created_at: components["schemas"]["Instant"];
            read_at: components["schemas"]["Instant"] | null;
        };
        Offline: {
            /** @enum {string} */
            mode: "leave_message" | "form_email_required" | "hidden";
        };
        /**
         * Format: date-time
         * @example 2022-03-10T12:15:50-04:00
         */
        OffsetDateTime: string;
        OidcMethod: {
            label: string;
            url: string;
        };
        OperatorView: {
            name: string;
            operand: components["schemas"]["OperatorOperand"];
        };
        Order: {
            ids: string[];
        };
        OrganizationChange: {
            name?: string | null;
            channels_enabled?: boolean | null;
            time_zone?: string | null;
            locale?: string | null;
            business_hours?: {
                [key: string]: unknown;
            } | null;
            retention?: {
                [key: string]: unknown;
            } | null;
        };
        OrganizationView: {
            id: components["schemas"]["UUID"];
            name: string;
            channels_enabled: boolean;
            time_zone: string;
            locale: string;
            business_hours: {
                [key: string]: unknown;
            };
            retention: {
                [key: string]: unknown;
            };
            created_at: components["schemas"]["OffsetDateTime"];
            updated_at: components["schemas"]["OffsetDateTime"];
        };
        OriginView: {
            origin: string;
            is_allowed: boolean;
            last_seen_at: components["schemas"]["Instant"];
        };
        OwnSignature: {
            html: string;
        };
        Page: {
            url?: string | null;
            title?: string | null;
            referrer?: string | null;
        };
        PageAccountView: {
            items: components["schemas"]["AccountView"][];
            next_cursor: string | null;
        };
        PageCannedResponse: {
            items: components["schemas"]["CannedResponse"][];
            next_cursor: string | null;
        };
        PageChannelTypeView: {
            items: components["schemas"]["ChannelTypeView"][];
            next_cursor: string | null;
        };
        PageContactView: {
            items: components["schemas"]["ContactView"][];
            next_cursor: string | null;
        };
        PageConversationView: {
            items: components["schemas"]["ConversationView"][];
            next_cursor: string | null;
        };
        PageCount: {
            items: components["schemas"]["Count"][];
            next_cursor: string | null;
        };
        PageCrmRecordView: {
            items: components["schemas"]["CrmRecordView"][];
            next_cursor: string | null;
        };
        PageDeliveryView: {
            items: components["schemas"]["DeliveryView"][];
            next_cursor: string | null;
        };
        PageEntry: {
            items: components["schemas"]["Entry"][];
            next_cursor: string | null;
        };
        PageJournalView: {
            items: components["schemas"]["JournalView"][];
            next_cursor: string | null;
        };
        PageListedSession: {
            items: components["schemas"]["ListedSession"][];
            next_cursor: string | null;
        };
        PageMailboxRefill: {
            items: components["schemas"]["MailboxRefill"][];
            next_cursor: string | null;
        };
        PageMessageView: {
            items: components["schemas"]["MessageView"][];
            next_cursor: string | null;
        };
        PageNotification: {
            items: components["schemas"]["Notification"][];
            next_cursor: string | null;
        };
        PageOrganizationView: {
            items: components["schemas"]["OrganizationView"][];
            next_cursor: string | null;
        };
        PageOriginView: {
            items: components["schemas"]["OriginView"][];
            next_cursor: string | null;
        };
        PageRecursion: {
            items: components["schemas"]["Recursion"][];
            next_cursor: string | null;
        };
        PageRuleView: {
            items: components["schemas"]["RuleView"][];
            next_cursor: string | null;
        };
        PageSubscriptionView: {
            items: components["schemas"]["SubscriptionView"][];
            next_cursor: string | null;
        };
        PageTagView: {
            items: components["schemas"]["TagView"][];
            next_cursor: string | null;
        };
        PageTeamView: {
            items: components["schemas"]["TeamView"][];
            next_cursor: string | null;
        };
        PageTemplateView: {
            items: components["schemas"]["TemplateView"][];
            next_cursor: string | null;
        };
        PageTicket: {
            items: components["schemas"]["Ticket"][];
            next_cursor: string | null;
        };
        PageTokenView: {
            items: components["schemas"]["TokenView"][];
            next_cursor: string | null;
        };
        PageTraceView: {
            items: components["schemas"]["TraceView"][];
            next_cursor: string | null;
        };
        PageUserView: {
            items: components["schemas"]["UserView"][];
            next_cursor: string | null;
        };
        PageVisitorConversation: {
            items: components["schemas"]["VisitorConversation"][];
            next_cursor: string | null;
        };
        PageVisitorMessage: {
            items: components["schemas"]["VisitorMessage"][];
            next_cursor: string | null;
        };
        Pair: {
            /** Format: double */
            seconds: number;
            /** Format: int32 */
            burst: number;
        };
        PasswordChange: {
            current_password: components["schemas"]["Secret"];
            new_password: components["schemas"]["Secret"];
        };
        Person: {
            id: components["schemas"]["UUID"];
            name: string;
            avatar_url: string | null;
        };
        Picked: {
            id: string;
        };
        PollOption: {
            text: string;
            /** Format: int32 */
            votes: number | null;
        };
        PollRequest: {
            question: string;
            options: string[];
        };
        Pong: {
            channel: string;
            time: components["schemas"]["Instant"];
        };
        Postback: {
            source_message_id?: string | null;
            id?: string | null;
        };
        Prechat: {
            enabled: boolean;
            fields: components["schemas"]["FormField"][];
        };
        PresenceBody: {
            state: components["schemas"]["PresenceState"];
        };
        /** @enum {string} */
        PresenceState: "online" | "away" | "offline";
        Preview: {
            html: string | null;
            text: string | null;
        };
        PublicConfig: {
            channel_key: string;
            name: string;
            locale: string | null;
            colors: components["schemas"]["ColorPair"];
            /** @enum {string} */
            theme: "light" | "dark" | "auto";
            position: string;
            greeting: string | null;
            prechat: components["schemas"]["Prechat"];
            features: components["schemas"]["Features"];
            limits: components["schemas"]["FileLimits"];
            identity: components["schemas"]["IdentityPolicy"];
            business_hours: components["schemas"]["Hours"];
            agents_online: boolean;
            offline: components["schemas"]["Offline"];
        };
        QrView: {
            /** @enum {string} */
            state: "needs_qr" | "connecting" | "connected" | "failed";
            qr: string | null;
            pairing_code: string | null;
            expires_at: components["schemas"]["Instant"] | null;
            problem: components["schemas"]["ChannelProblem"] | null;
        };
        Range: {
            from: components["schemas"]["OffsetDateTime"];
            to: components["schemas"]["OffsetDateTime"];
            state?: string | null;
        };
        Reaction: {
            emoji: string;
            author?: components["schemas"]["Author"];
        };
        ReactionRequest: {
            emoji: string;
        };
        ReadRequest: {
            ids?: string[] | null;
        };
        ReadUpTo: {
            up_to_message_id?: string | null;
        };
        Recipient: {
            name?: string | null;
            address: string;
        };
        Recursion: {
            conversation_id: components["schemas"]["UUID"];
            message_id: components["schemas"]["UUID"] | null;
            rules: string[];
            at: components["schemas"]["Instant"];
        };
        Refused: {
            /** Format: int64 */
            line: number;
            message: string;
        };
        Registered: {
            url: string;
            events: string[];
        };
        Replayed: {
            /** Format: int32 */
            count: number;
        };
        ReplyWindow: {
            open: boolean;
            closes_at: components["schemas"]["Instant"] | null;
            people_only: boolean;
        };
        Report: {
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            interval: components["schemas"]["Interval"];
            time_zone: string;
            totals: components["schemas"]["Counts"];
            series: components["schemas"]["Bucket"][];
        };
        Result: {
            accepted: boolean;
            /** Format: int32 */
            status: number | null;
            /** Format: int64 */
            milliseconds: number;
            answer: string;
            hint: string | null;
        };
        /** @enum {string} */
        Role: "owner" | "admin" | "agent";
        RuleChange: {
            name?: string | null;
            is_active?: boolean | null;
            event?: string | null;
            conditions?: {
                [key: string]: unknown;
            } | null;
            actions?: {
                [key: string]: unknown;
            }[] | null;
            stop?: boolean | null;
            schedule?: {
                [key: string]: unknown;
            } | null;
        };
        RuleDraft: {
            name: string;
            is_active?: boolean | null;
            event: string;
            conditions: {
                [key: string]: unknown;
            };
            actions: {
                [key: string]: unknown;
            }[];
            stop?: boolean | null;
            schedule?: {
                [key: string]: unknown;
            } | null;
        };
        RuleTrace: {
            rule_id: components["schemas"]["UUID"];
            name: string;
            /** @enum {string} */
            outcome: "matched" | "not_matched" | "not_tried" | "halted";
            decisive: components["schemas"]["Decisive"][];
            actions: components["schemas"]["ActionTrace"][];
            stopped: boolean;
        };
        RuleView: {
            id: components["schemas"]["UUID"];
            name: string;
            is_active: boolean;
            /** Format: int32 */
            position: number;
            event: string;
            conditions: {
                [key: string]: unknown;
            };
            actions: {
                [key: string]: unknown;
            }[];
            stop: boolean;
            schedule: {
                [key: string]: unknown;
            } | null;
            created_at: components["schemas"]["Instant"];
            updated_at: components["schemas"]["Instant"];
        };
        Same: {
            id: components["schemas"]["UUID"];
            name: string;
            conversation_id: components["schemas"]["UUID"] | null;
        };
        /** Format: password */
        Secret: string;
        SentForm: {
            title: string;
            fields: components["schemas"]["FormField"][];
            submit_label?: string;
        };
        SentSlide: {
            title: string;
            text?: string;
            image_url?: string;
            buttons: components["schemas"]["MessageButton"][];
        };
        SessionView: {
            user: components["schemas"]["SignedInUser"];
            organization: components["schemas"]["Workspace"];
            permissions: string[];
            csrf_token: string | null;
        };
        SettingView: {
            name: string;
            type: components["schemas"]["ActionFieldType"];
            required: boolean;
            choices: string[];
        };
        SettingsChange: {
            ai_prompt?: string | null;
            /** Format: int32 */
            ai_daily_replies: number;
            help_desk?: string | null;
        };
        SettingsView: {
            ai_prompt: string | null;
            /** Format: int32 */
            ai_daily_replies: number;
            help_desk: string | null;
            ai_available: boolean;
        };
        SignInMethods: {
            local: boolean;
            oidc: components["schemas"]["OidcMethod"] | null;
        };
        SignInRequest: {
            email: string;
            password: components["schemas"]["Secret"];
        };
        SignedInUser: {
            id: components["schemas"]["UUID"];
            name: string;
            email: string;
            role: components["schemas"]["Role"];
            avatar_url: string | null;
        };
        SignedOut: {
            sign_out_url: string;
        };
        SlideRequest: {
            title: string;
            text?: string | null;
            image_url?: string | null;
            buttons?: components["schemas"]["ButtonRequest"][] | null;
        };
        StartRequest: {
            channel_account_id: components["schemas"]["UUID"];
            address: string;
            text?: string | null;
            html?: string | null;
            attachments?: string[] | null;
            client_id?: components["schemas"]["UUID"] | null;
            mail?: components["schemas"]["MailRequest"] | null;
        };
        Started: {
            authorize_url: string;
        };
        State: {
            state: components["schemas"]["ConnectionState"];
            checked_at: components["schemas"]["Instant"] | null;
            expires_at: components["schemas"]["Instant"] | null;
            problem: components["schemas"]["ChannelProblem"] | null;
        };
        SubscriptionChange: {
            name?: string | null;
            url?: string | null;
            events?: string[] | null;
            is_active?: boolean | null;
        };
        SubscriptionView: {
            id: components["schemas"]["UUID"];
            channel_account_id: components["schemas"]["UUID"] | null;
            name: string;
            url: string | null;
            events: string[];
            /** @enum {string} */
            algorithm: "v1" | "v1a";
            public_key: string | null;
            is_active: boolean;
            disabled: components["schemas"]["Disabled"] | null;
            previous_secret_until: components["schemas"]["OffsetDateTime"] | null;
            failing_since: components["schemas"]["OffsetDateTime"] | null;
            last_success_at: components["schemas"]["OffsetDateTime"] | null;
            last_failure_at: components["schemas"]["OffsetDateTime"] | null;
            created_at: components["schemas"]["OffsetDateTime"];
            updated_at: components["schemas"]["OffsetDateTime"];
        };
        Survey: {
            id: components["schemas"]["UUID"];
            /** Format: int32 */
            rating: number | null;
            comment: string | null;
        };
        SurveyAnswer: {
            survey_id?: components["schemas"]["UUID"] | null;
            /** Format: int32 */
            rating?: number | null;
            comment?: string | null;
        };
        TagChange: {
            name?: string | null;
            color?: string | null;
        };
        TagView: {
            id: components["schemas"]["UUID"];
            name: string;
            color: string | null;
        };
        TeamChange: {
            name?: string | null;
            member_ids?: string[] | null;
        };
        TeamView: {
            id: components["schemas"]["UUID"];
            name: string;
            member_ids: string[];
            created_at: components["schemas"]["OffsetDateTime"];
        };
        TemplateRequest: {
            name: string;
            language: string;
            values?: {
                [key: string]: string;
            } | null;
        };
        TemplateView: {
            name: string;
            language: string;
            status: string;
            category: string;
            header_media: ("image" | "video" | "file") | null;
            header_text: string | null;
            body: string;
            footer: string | null;
            variables: components["schemas"]["Variable"][];
            buttons: string[];
        };
        Tested: {
            connection: components["schemas"]["State"];
            checks: components["schemas"]["CheckView"][];
            settings: {
                [key: string]: components["schemas"]["AnyJson"];
            };
        };
        Ticket: {
            id: components["schemas"]["UUID"];
            /** Format: int64 */
            number: number;
            subject: string;
            description: string | null;
            /** @enum {string} */
            status: "open" | "pending" | "resolved" | "closed";
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "urgent";
            assignee_id: components["schemas"]["UUID"] | null;
            conversation_id: components["schemas"]["UUID"] | null;
            created_by: string;
            created_at: components["schemas"]["Instant"];
            updated_at: components["schemas"]["Instant"];
            help_desk: components["schemas"]["HelpDeskView"] | null;
        };
        TicketChangeRequest: {
            subject?: string | null;
            description?: string | null;
            status?: ("open" | "pending" | "resolved" | "closed") | null;
            priority?: ("low" | "normal" | "high" | "urgent") | null;
            /** Format: uuid */
            assignee_id?: string | null;
        };
        Times: {
            /** Format: double */
            median: number | null;
            /** Format: double */
            p90: number | null;
            /** Format: double */
            average: number | null;
        };
        TokenView: {
            id: components["schemas"]["UUID"];
            name: string;
            scopes: string[];
            user_id: components["schemas"]["UUID"];
            last_four: string;
            expires_at: components["schemas"]["OffsetDateTime"] | null;
            last_used_at: components["schemas"]["OffsetDateTime"] | null;
            created_at: components["schemas"]["OffsetDateTime"];
        };
        TraceView: {
            id: components["schemas"]["UUID"];
            event: string;
            /** Format: int32 */
            depth: number;
            halted: ("automatic" | "flood" | "recursion") | null;
            created_at: components["schemas"]["Instant"];
            facts: {
                [key: string]: unknown;
            };
            rules: components["schemas"]["RuleTrace"][];
            /** Format: int32 */
            other_rules: number;
        };
        Trial: {
            type: string;
            settings?: {
                [key: string]: components["schemas"]["AnyJson"];
            } | null;
            round_trip?: boolean | null;
        };
        TriedMessage: {
            id: components["schemas"]["UUID"];
            conversation_id: components["schemas"]["UUID"];
            channel_type: string;
            contact_name: string;
            text: string | null;
            created_at: components["schemas"]["Instant"];
        };
        TypingState: {
            state?: string | null;
        };
        /** Format: uuid */
        UUID: string;
        Unread: {
            /** Format: int64 */
            count: number;
        };
        Upload: {
            upload_id?: string | null;
            name?: string | null;
        };
        Uploaded: {
            upload_id: string;
            name: string;
            content_type: string;
            /** Format: int64 */
            size: number;
        };
        UsedTemplate: {
            name: string;
            language: string;
            values: {
                [key: string]: string;
            };
        };
        UserChangeRequest: {
            name?: string | null;
            email?: string | null;
            role?: components["schemas"]["Role"] | null;
            is_active?: boolean | null;
            avatar_url?: string | null;
        };
        UserView: {
            id: components["schemas"]["UUID"];
            name: string;
            email: string;
            role: components["schemas"]["Role"];
            avatar_url: string | null;
            is_active: boolean;
            presence: components["schemas"]["PresenceState"];
            team_ids: string[];
            created_at: components["schemas"]["OffsetDateTime"];
        };
        Variable: {
            key: string;
            example: string;
        };
        VisitorAuthor: {
            /** @enum {string} */
            kind: "visitor" | "agent" | "bot" | "system";
            name: string | null;
            avatar_url: string | null;
        };
        VisitorContact: {
            id: string;
            name: string | null;
            email: string | null;
            email_verified: boolean;
            external_id: string | null;
            verified: boolean;
        };
        VisitorConversation: {
            id: components["schemas"]["UUID"];
            /** @enum {string} */
            status: "open" | "pending" | "resolved" | "closed";
            can_reply: boolean;
            /** Format: int32 */
            unread_count: number;
            preview: string | null;
            agent: components["schemas"]["Agent"] | null;
            survey: components["schemas"]["Survey"] | null;
            created_at: components["schemas"]["Instant"];
            updated_at: components["schemas"]["Instant"];
        };
        VisitorDraft: {
            client_id: components["schemas"]["UUID"];
            /** @enum {string} */
            type: "text" | "attachment" | "location" | "postback" | "form";
            text?: string | null;
            attachments?: components["schemas"]["Upload"][] | null;
            /** Format: double */
            latitude?: number | null;
            /** Format: double */
            longitude?: number | null;
            postback?: components["schemas"]["Postback"] | null;
            form?: components["schemas"]["FilledForm"] | null;
            reply_to?: string | null;
            page?: components["schemas"]["Page"] | null;
        };
        VisitorForm: {
            title: string;
            fields: components["schemas"]["FormField"][];
            submit_label: string | null;
            answered: boolean;
        };
        VisitorFrame: {
            t?: string;
            event_id?: string;
            conversation_id?: components["schemas"]["UUID"];
            message?: components["schemas"]["VisitorMessage"];
            conversation?: components["schemas"]["VisitorConversation"];
            status?: string;
            state?: string;
            author?: components["schemas"]["VisitorAuthor"];
            missed?: components["schemas"]["VisitorFrame"][];
            resync?: boolean;
            code?: string;
            message_id?: components["schemas"]["UUID"];
            client_id?: string;
        };
        VisitorMessage: {
            id: components["schemas"]["UUID"];
            conversation_id: components["schemas"]["UUID"];
            client_id: string | null;
            author: components["schemas"]["VisitorAuthor"];
            type: string;
            text: string | null;
            html: string | null;
            attachments: components["schemas"]["File"][];
            actions: components["schemas"]["Action"][];
            cards: components["schemas"]["Card"][];
            form: components["schemas"]["VisitorForm"] | null;
            form_id: components["schemas"]["UUID"] | null;
            reply_to: components["schemas"]["UUID"] | null;
            status: ("sent" | "read") | null;
            edited: boolean;
            deleted: boolean;
            read: boolean;
            created_at: components["schemas"]["Instant"];
        };
        VisitorSession: {
            session_token: string | null;
            visitor_token: string | null;
            /** Format: int64 */
            visitor_days: number;
            /** Format: int32 */
            expires_in: number;
            contact: components["schemas"]["VisitorContact"];
            conversations: components["schemas"]["VisitorConversation"][];
            ws_url: string;
            event_id: string;
        };
        Wanted: {
            rule: components["schemas"]["RuleDraft"];
            rule_id?: components["schemas"]["UUID"] | null;
            message_ids?: string[] | null;
            /** Format: int32 */
            last?: number | null;
        };
        WebhookSecret: {
            webhook_secret: string;
        };
        WithSecret: {
            subscription: components["schemas"]["SubscriptionView"];
            secret: string;
        };
        Words: {
            code: string;
            values: {
                [key: string]: unknown;
            };
        };
        Workspace: {
            id: components["schemas"]["UUID"];
            name: string;
            locale: string;
            time_zone: string;
            channels_enabled: boolean;
            sends_mail: boolean;
        };
        WorkspaceChoice: {
            organization_id: components["schemas"]["UUID"];
        };
        Problem: {
            type?: string;
            title: string;
            status: number;
            detail?: string;
            code: string;
            hint?: string;
            errors?: {
                field: string;
                message: string;
            }[];
        };
        /** @enum {string} */
        ActionResultOutcome: "done" | "skipped" | "failed" | "queued";
        /** @enum {string} */
        DescriptorConnect: "token" | "oauth" | "qr" | "mailbox" | "none";
        /** @enum {string} */
        ContentKind: "text" | "image" | "video" | "audio" | "file" | "sticker" | "location" | "contact" | "poll" | "postback" | "template" | "unsupported";
        /** @enum {string} */
        DeliveryStatus: "queued" | "sending" | "sent" | "delivered" | "read" | "failed";
        /** @enum {string} */
        FindingGrade: "ok" | "warning" | "error";
        /** @enum {string} */
        OAuthAttemptStatus: "started" | "redeeming" | "choosing" | "connected" | "failed";
        /** @enum {string} */
        SettingFieldType: "text" | "long_text" | "rich_text" | "url" | "number" | "flag" | "choice" | "list" | "json";
        /** @enum {string} */
        SettingFieldSource: "admin" | "generated" | "learned";
        /** @enum {string} */
        ValueType: "text" | "choice" | "reference" | "set" | "number" | "boolean";
        /** @enum {string} */
        IncomingEventSource: "webhook" | "poll" | "widget" | "api";
        /** @enum {string} */
        EventResultOutcome: "pending" | "applied" | "duplicate" | "ignored" | "failed" | "rejected";
        /** @enum {string} */
        MessageContentMailWarning: "dmarc_fail" | "spam" | "too_large" | "damaged" | "encrypted" | "more_files" | "flood";
        /** @enum {string} */
        OperatorOperand: "one" | "many" | "none";
        /** @enum {string} */
        ActionFieldType: "text" | "long_text" | "choice" | "number" | "user" | "team" | "tags" | "canned_response" | "users" | "url" | "form";
        /** @enum {string} */
        ConnectionState: "connected" | "disconnected" | "connecting" | "failed";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
